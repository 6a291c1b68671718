"""Stands in the place of pyqtgraph where it is not installed; `make test` puts this folder on the path."""

raise ModuleNotFoundError("No module named 'pyqtgraph'", name="pyqtgraph")
