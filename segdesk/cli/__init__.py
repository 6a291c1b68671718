"""The seven steps without a window."""

from segdesk.cli.main import run

__all__ = ["run"]
