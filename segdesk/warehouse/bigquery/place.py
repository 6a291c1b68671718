"""Where in BigQuery customers are read, and where segdesk works."""

import re
from dataclasses import dataclass

from segdesk.errors import UsageError
from segdesk.project.settings import BigQuerySettings

SCHEME = "bigquery:"

_PROJECT = re.compile(r"(?:[a-z][-a-z0-9.]*:)?[a-z][-a-z0-9]{4,28}[a-z0-9]")
"""A project's id, with the domain that some old ones have before it."""
_DATASET = re.compile(r"\w{1,1024}")


@dataclass(frozen=True)
class Place:
    """Where the source's tables are, and where segdesk makes its own.

    Attributes
    ----------
    project, dataset
        Of the source; without a dataset only the datasets can be listed.
    billing
        The project that pays, and that holds the work dataset.
    work
        The dataset in which segdesk makes its tables, views and models.
    prefix
        Stands before the name of each of them.
    location
        Of both datasets; None until the source's has been looked up.
    """

    project: str
    dataset: str | None
    billing: str
    work: str
    prefix: str = ""
    location: str | None = None

    @property
    def source(self) -> str:
        """How a person names the source: ``bigquery:PROJECT.DATASET``."""
        return SCHEME + (f"{self.project}.{self.dataset}" if self.dataset else self.project)

    def in_source(self, table: str) -> str:
        """Return the full path of a table of the source."""
        return f"{self.project}.{self.dataset}.{table}"

    def in_work(self, name: str) -> str:
        """Return the full path of something that segdesk makes."""
        return f"{self.billing}.{self.work}.{self.prefix}{name}"


def is_bigquery(source: str) -> bool:
    """Return whether a source is one in BigQuery."""
    return source.startswith(SCHEME)


def place_of(source: str, settings: BigQuerySettings) -> Place:
    """Read ``bigquery:PROJECT[.DATASET]`` together with the settings.

    Raises
    ------
    UsageError
        If it is not of that form, or a name has a character that BigQuery does not allow.
    """
    path = source.removeprefix(SCHEME)
    domain, colon, rest = path.rpartition(":")
    project, dot, dataset = rest.partition(".")
    project = domain + colon + project
    if not _PROJECT.fullmatch(project) or (dot and not _DATASET.fullmatch(dataset)):
        raise UsageError(
            f"{source} does not name a place in BigQuery",
            "it has the form bigquery:PROJECT.DATASET, with the project's id, not its number or its title",
            "Write for instance bigquery:my-project.my_dataset",
        )
    if not _DATASET.fullmatch(settings.dataset) or not re.fullmatch(r"\w*", settings.prefix):
        raise UsageError(
            "The names in the work dataset cannot be used",
            f"{settings.dataset}.{settings.prefix} holds other characters than letters, digits and _",
            "Change the dataset or the prefix",
        )
    return Place(
        project,
        dataset or None,
        settings.billing_project or project,
        settings.dataset,
        settings.prefix,
        settings.location,
    )
