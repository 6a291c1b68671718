"""Files that other programs accept."""
