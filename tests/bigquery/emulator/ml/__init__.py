"""BigQuery ML: k-means, really trained, and functions over its models."""
