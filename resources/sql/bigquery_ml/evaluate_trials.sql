-- BigQuery ML's own two figures of every trial of a tuned model, for the rows that it was trained on.
SELECT trial_id AS trial, davies_bouldin_index, mean_squared_distance
FROM ML.EVALUATE(MODEL `model`)
