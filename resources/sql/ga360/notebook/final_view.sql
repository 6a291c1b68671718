-- The visitors that both views know.
SELECT g.*, c.* EXCEPT (fullVisitorID)
FROM `ga360_view` AS g
JOIN `crm_view` AS c ON c.fullVisitorID = g.fullVisitorID
