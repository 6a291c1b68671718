-- Every customer's segment by one trial of a tuned model; those who never bought were not clustered and make one of
-- their own. ML.DETECT_ANOMALIES knows the best trial only, so its measure is made here: the distance in radii of the
-- segment for which that is smallest, a radius being the root of the mean squared distance of its customers.
CREATE OR REPLACE TABLE `segments` AS
WITH
  placed AS (
    SELECT
      `customer_key`,
      CENTROID_ID AS centroid,
      NEAREST_CENTROIDS_DISTANCE AS nearest,
      NEAREST_CENTROIDS_DISTANCE[OFFSET(0)].DISTANCE AS distance
    FROM ML.PREDICT(MODEL `model`, TABLE `training`, STRUCT(@trial AS trial_id))
  ),
  radii AS (
    SELECT centroid, SQRT(AVG(distance * distance)) AS radius
    FROM placed
    GROUP BY centroid
  ),
  measured AS (
    SELECT
      p.`customer_key`,
      ANY_VALUE(p.centroid) AS centroid,
      ANY_VALUE(p.distance) AS distance,
      MIN(
        CASE
          WHEN r.radius > 0 THEN n.DISTANCE / r.radius
          WHEN n.DISTANCE > 0 THEN CAST('inf' AS FLOAT64)
          ELSE 0
        END
      ) AS normalised_distance
    FROM placed AS p
    CROSS JOIN UNNEST(p.nearest) AS n
    JOIN radii AS r ON r.centroid = n.CENTROID_ID
    GROUP BY p.`customer_key`
  ),
  cut AS (
    SELECT APPROX_QUANTILES(normalised_distance, 1000)[OFFSET(@cut)] AS threshold
    FROM measured
  )
SELECT
  m.`customer_key`,
  @segments[ORDINAL(m.centroid)] AS segment,
  m.distance,
  m.normalised_distance,
  m.normalised_distance > cut.threshold AS outlier
FROM measured AS m
CROSS JOIN cut
UNION ALL
SELECT c.`customer_key`, @set_aside, NULL, NULL, NULL
FROM `customers` AS c
WHERE NOT IFNULL(c.`never_bought` > 0, FALSE)
