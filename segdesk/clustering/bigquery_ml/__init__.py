"""K-means in BigQuery ML: statements up, models and figures there, samples and centroids down."""
