-- Where the centroids are: a number in the unit of its column, a category as the share of each of its values.
SELECT centroid_id, feature, numerical_value, categorical_value
FROM ML.CENTROIDS(MODEL `model`)
ORDER BY centroid_id, feature
