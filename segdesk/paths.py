"""Where segdesk finds what it ships and keeps what it can make again."""

from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """Return the path of a shipped resource, in a checkout and in an installed wheel alike.

    Parameters
    ----------
    parts
        The path below ``resources``, for instance ``("sql", "thelook", "careful", "parametric.sql")``.
    """
    installed = _PACKAGE / "_resources"
    root = installed if installed.is_dir() else _PACKAGE.parent / "resources"
    return root.joinpath(*parts)


def cache_folder() -> Path:
    """Return the folder for what can be made again at any time, such as the built-in sample."""
    return Path(platformdirs.user_cache_dir("segdesk", appauthor=False))


def config_folder() -> Path:
    """Return the folder for what this person chose once for all projects, such as prices of their own."""
    return Path(platformdirs.user_config_dir("segdesk", appauthor=False))
