-- One k: BigQuery ML draws its own initial centroids.
CREATE OR REPLACE MODEL `model` OPTIONS (@options) AS
SELECT * EXCEPT (`customer_key`)
FROM `training`
