"""Stands in the place of OpenGL where it is not installed; `make test` puts this folder on the path."""

raise ModuleNotFoundError("No module named 'OpenGL'", name="OpenGL")
