-- How training went, or how far it has come while it runs.
SELECT iteration, loss, duration_ms
FROM ML.TRAINING_INFO(MODEL `model`)
ORDER BY iteration
