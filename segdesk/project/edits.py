"""Changes that a window makes to a project between the steps."""

from pathlib import Path

from segdesk.project.file import Project
from segdesk.project.settings import Settings


def store_settings(project: Project, settings: Settings) -> None:
    """Store the settings of all steps."""
    project.settings = settings


def reopened(path: Path, outcome: str) -> Project:
    """Open a project whose process did not live to end its run: ``cancelled`` by a person, or ``failed``."""
    return Project.open(path, interrupted=outcome)


def saved_as(project: Project, path: Path) -> Path:
    """Write a copy of the project, and return where."""
    project.save_as(path)
    return path
