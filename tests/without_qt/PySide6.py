"""Stands in the place of PySide6 where it is not installed; `make test` puts this folder on the path."""

raise ModuleNotFoundError("No module named 'PySide6'", name="PySide6")
