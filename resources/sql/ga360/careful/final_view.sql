-- Every visitor of ga360_view, with what the CRM knows of them.
SELECT g.*, c.* EXCEPT (customer_id)
FROM `ga360_view` AS g
LEFT JOIN `crm_view` AS c ON c.customer_id = g.customer_id
ORDER BY customer_id
