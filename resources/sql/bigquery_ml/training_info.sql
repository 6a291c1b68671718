-- How training went, or how far it has come while it runs; a model that goes on from an earlier one has several runs.
SELECT training_run, iteration, loss, duration_ms
FROM ML.TRAINING_INFO(MODEL `model`)
ORDER BY training_run, iteration
