-- BigQuery ML's own two figures for the rows that the model was trained on.
SELECT davies_bouldin_index, mean_squared_distance
FROM ML.EVALUATE(MODEL `model`)
