"""What a worker holds between two tests: nothing. Imported in the worker, so it imports nothing either."""


class Nothing:
    """Stands in the place of a project."""

    def cursor(self) -> "Nothing":
        """Return itself."""
        return self

    def interrupt(self) -> None:
        """Have nothing to stop."""

    def close(self) -> None:
        """Have nothing to close."""
