-- Where the centroids of some trials of a tuned model are: a number in the unit of its column, a category as shares.
SELECT trial_id AS trial, centroid_id, feature, numerical_value, categorical_value
FROM ML.CENTROIDS(MODEL `model`)
WHERE trial_id IN UNNEST(@trials)
ORDER BY trial_id, centroid_id, feature
