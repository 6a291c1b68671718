"""The seven tabs, one file each."""
