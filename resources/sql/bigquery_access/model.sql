-- Dry-run only: may this account make models in the work dataset?
CREATE MODEL `access_check`
OPTIONS (model_type = 'KMEANS', num_clusters = 2) AS
SELECT number
FROM UNNEST([1, 2, 3]) AS number
