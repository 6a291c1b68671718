-- The customers of the source, with what the CRM file knows of them.
SELECT s.*, c.* EXCEPT (customer_id)
FROM `source` AS s
LEFT JOIN `crm` AS c ON c.customer_id = CAST(@customer_key AS STRING)
