-- How many customers there are, how many of them have a key, and how many keys there are.
SELECT COUNT(*) AS customers, COUNT(@customer_key) AS keyed, COUNT(DISTINCT @customer_key) AS keys
FROM `customers`
