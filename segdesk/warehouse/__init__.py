"""Where the customers' data lives: files on this machine, and later BigQuery."""
