"""What the next run would be billed for in BigQuery, before anybody starts it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from segdesk.project.step import Step
from segdesk.warehouse.bigquery.place import is_bigquery

if TYPE_CHECKING:
    from segdesk.project.file import Project
    from segdesk.project.settings import Settings


@dataclass(frozen=True)
class Item:
    """One statement.

    Attributes
    ----------
    billed
        Bytes, as they are on the bill.
    tokens
        The most that a language model will read and write; 0 where none is asked.
    cost
        US dollars; None where the price of the tokens is not known.
    """

    what: str
    billed: int
    tokens: int
    cost: float | None


@dataclass(frozen=True)
class Ahead:
    """What steps would be billed for that are to be run one after the other.

    Attributes
    ----------
    items
        Of the steps that can be told of already.
    later
        Steps whose price depends on what an earlier one of them finds.
    left
        What may still be spent, in US dollars.
    """

    items: tuple[Item, ...]
    later: tuple[Step, ...]
    left: float

    @property
    def billed(self) -> int:
        """Bytes of all statements."""
        return sum(item.billed for item in self.items)

    @property
    def tokens(self) -> int:
        """Of all statements."""
        return sum(item.tokens for item in self.items)

    @property
    def cost(self) -> float:
        """US dollars, as far as prices are known."""
        return sum(item.cost or 0.0 for item in self.items)

    @property
    def priced(self) -> bool:
        """Whether all prices are known."""
        return all(item.cost is not None for item in self.items)

    @property
    def is_over(self) -> bool:
        """Whether it would be more than what may still be spent."""
        return self.cost > self.left

    def document(self) -> dict[str, Any]:
        """Return the figures as JSON has them."""
        return {
            "billed_bytes": self.billed,
            "tokens": self.tokens,
            "cost": self.cost if self.priced else None,
            "left": self.left,
            "statements": [vars(item) for item in self.items],
            "later": [step.value for step in self.later],
        }


def ahead(project: "Project", settings: "Settings", steps: Sequence[Step]) -> Ahead:
    """Return what steps would be billed for; they are in their order, and everything before them holds.

    Parameters
    ----------
    settings
        Those that the steps would be run with, which may be on their way into the project.

    Raises
    ------
    SegdeskError
        If BigQuery does not answer, or would refuse a statement.
    """
    from segdesk.project import ledger
    from segdesk.steps import estimates
    from segdesk.tasks.task import Task

    # What Connect finds makes no difference to those after it: the tables are asked about themselves.
    telling = [step for step in steps if step is not Step.CONNECT][:1]
    quotes = [quote for step in telling for quote in estimates.quotes(project, settings, step, Task())]
    later = [step for step in steps if step not in telling and may_bill(settings, step)]
    return Ahead(
        tuple(
            Item(
                quote.what,
                quote.billed,
                quote.tokens.prompt + quote.tokens.reply if quote.tokens else 0,
                quote.cost if quote.priced else None,
            )
            for quote in quotes
        ),
        tuple(later),
        max(0.0, settings.bigquery.budget - ledger.spent(project)),
    )


def may_bill(settings: "Settings", step: Step) -> bool:
    """Whether a step may be billed for anything: it reads in BigQuery, or asks a language model there."""
    writers = {Step.LABELS: settings.labels.writer, Step.EMAILS: settings.emails.writer}
    if writers.get(step) == "bigquery":
        return True
    reading = {Step.FEATURES, Step.CLUSTERS, Step.LABELS}
    if settings.sweep.engine != "local":
        reading.add(Step.SWEEP)
    return is_bigquery(settings.connect.source) and step in reading


def to_run(project: "Project") -> tuple[Step, ...]:
    """Return the steps whose results do not hold, in their order."""
    from segdesk.project import freshness
    from segdesk.project.step import State

    states = freshness.states(project)
    return tuple(step for step in Step if states[step] is not State.FRESH)
