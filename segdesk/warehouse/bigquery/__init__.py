"""BigQuery: the warehouse in which the same seven steps run where the data is."""
