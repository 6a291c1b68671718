-- Which number of segments each trial of a tuned model had, and how it ended.
SELECT
  trial_id AS trial,
  hyperparameters.num_clusters AS k,
  status,
  hparam_tuning_evaluation_metrics.davies_bouldin_index,
  error_message
FROM ML.TRIAL_INFO(MODEL `model`)
ORDER BY trial_id
