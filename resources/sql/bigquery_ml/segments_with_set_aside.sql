-- Every customer's segment; those who never bought were not clustered and make one of their own.
CREATE OR REPLACE TABLE `segments` AS
SELECT
  p.`customer_key`,
  @segments[ORDINAL(p.CENTROID_ID)] AS segment,
  p.NEAREST_CENTROIDS_DISTANCE[OFFSET(0)].DISTANCE AS distance,
  a.normalized_distance AS normalised_distance,
  a.is_anomaly AS outlier
FROM ML.PREDICT(MODEL `model`, TABLE `training`) AS p
JOIN ML.DETECT_ANOMALIES(MODEL `model`, STRUCT(@outliers AS contamination), TABLE `training`) AS a
  ON a.`customer_key` = p.`customer_key`
UNION ALL
SELECT c.`customer_key`, @set_aside, NULL, NULL, NULL
FROM `customers` AS c
WHERE NOT IFNULL(c.`never_bought` > 0, FALSE)
