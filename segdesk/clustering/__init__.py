"""Numbers in, numbers out: from one row per customer to segments."""
