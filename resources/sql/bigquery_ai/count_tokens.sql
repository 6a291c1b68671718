-- How many tokens the model will read: counted in BigQuery, before anything is asked.
SELECT SUM(AI.COUNT_TOKENS(prompt, endpoint => @endpoint).result) AS tokens
FROM `prompts`
