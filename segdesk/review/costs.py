"""What BigQuery has cost a project, job by job, against what it may cost."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from segdesk.project.ledger import Job, MadeObject

if TYPE_CHECKING:
    from segdesk.project.file import Project


@dataclass(frozen=True)
class Costs:
    """What a project has cost in US dollars, and what it has made.

    Attributes
    ----------
    spent, budget
        Over all runs, and the most that is allowed without a yes.
    byte_cap
        The most bytes that one statement may bill without a yes.
    prices_as_of
        The day of the oldest price in the table.
    own_prices
        Where a person's own prices are, or would be.
    jobs
        The latest first.
    made
        What is still in BigQuery, as far as the project knows.
    """

    spent: float
    budget: float
    byte_cap: int
    prices_as_of: date
    own_prices: str
    jobs: tuple[Job, ...]
    made: tuple[MadeObject, ...]

    @property
    def left(self) -> float:
        """What may still be spent."""
        return max(0.0, self.budget - self.spent)

    @property
    def billed_bytes(self) -> int:
        """Of all jobs."""
        return sum(job.billed_bytes for job in self.jobs)

    def document(self) -> dict[str, Any]:
        """Return the figures as JSON has them."""
        return {
            "spent": self.spent,
            "budget": self.budget,
            "left": self.left,
            "byte_cap": self.byte_cap,
            "billed_bytes": self.billed_bytes,
            "prices_as_of": self.prices_as_of.isoformat(),
            "own_prices": self.own_prices,
            "jobs": [{**vars(job), "started": job.started.isoformat()} for job in self.jobs],
            "made": [vars(each) for each in self.made],
        }


def costs(project: "Project") -> Costs:
    """Return what a project has cost.

    Raises
    ------
    InputError
        If the person's own prices cannot be used.
    """
    from segdesk.project import ledger
    from segdesk.warehouse.bigquery.prices import Prices, own_prices

    settings = project.settings.bigquery
    return Costs(
        spent=ledger.spent(project),
        budget=settings.budget,
        byte_cap=settings.byte_cap,
        prices_as_of=Prices.load().as_of,
        own_prices=str(own_prices()),
        jobs=ledger.jobs(project),
        made=ledger.made(project),
    )
