"""Stands in the place of shiboken6 where it is not installed; `make test` puts this folder on the path."""

raise ModuleNotFoundError("No module named 'shiboken6'", name="shiboken6")
