"""How large a segment has to be."""

FEWEST = 100
"""Google Ads and Meta want at least so many customers in a list."""
