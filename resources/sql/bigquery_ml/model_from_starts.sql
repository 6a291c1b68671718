-- One k, from the customers that were drawn as its initial centroids: the only way to get a model twice.
CREATE OR REPLACE MODEL `model` OPTIONS (@options) AS
SELECT t.* EXCEPT (`customer_key`), s.`customer_key` IS NOT NULL AS segdesk_start
FROM `training` AS t
LEFT JOIN `starts` AS s ON s.`customer_key` = t.`customer_key` AND s.k = @k
