"""The shipped statements."""

from segdesk.paths import resource


def load(*parts: str) -> str:
    """Return a shipped GoogleSQL statement.

    Parameters
    ----------
    parts
        The path below ``resources/sql``, for instance ``("thelook", "careful", "parametric.sql")``.

    Raises
    ------
    FileNotFoundError
        If there is no such statement: an error in the program, not of the person who uses it.
    """
    return resource("sql", *parts).read_text(encoding="utf-8")
