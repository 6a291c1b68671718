-- What BigQuery ML saw of every feature.
SELECT
  input AS feature,
  min AS minimum,
  max AS maximum,
  mean,
  median,
  stddev,
  category_count AS categories,
  null_count AS missing
FROM ML.FEATURE_INFO(MODEL `model`)
