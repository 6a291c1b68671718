"""segdesk: customer segments, personal emails and import files from a customer table."""

__version__ = "0.1.0"
