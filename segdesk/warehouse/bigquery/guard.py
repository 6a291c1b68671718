"""What stands between a statement and its bill: a cap on its bytes, and the project's budget."""

import threading
from dataclasses import dataclass

from segdesk.errors import OverBudget
from segdesk.project.ledger import Bill
from segdesk.project.settings import BigQuerySettings
from segdesk.tasks.task import Cancelled, Task
from segdesk.warehouse.base import Quote, Tokens
from segdesk.warehouse.bigquery.amounts import (
    dollars_in_words,
    dollars_option,
    size_in_words,
    size_option,
)
from segdesk.warehouse.bigquery.prices import TIB, Prices, own_prices

_CAN_BE_FREE = 10 * 2**20
"""What a statement may bill that is expected to be free: BigQuery's smallest bill, less than a cent."""
_ROUNDING = 1e-9
"""What a sum of dollars may be off by."""
_WORTH_A_LINE = 0.01
"""Dollars from which a person wants to have read what is spent."""


@dataclass(frozen=True, eq=False)
class Charge:
    """What a statement was allowed to cost.

    Attributes
    ----------
    bytes
        What it will be billed for, by its dry run.
    cost
        US dollars, its tokens included as far as their price is known.
    maximum_bytes_billed
        Beyond it, BigQuery refuses to run the statement and charges nothing.
    """

    bytes: int
    cost: float
    maximum_bytes_billed: int
    bill: Bill = Bill.QUERY
    tokens: Tokens | None = None


class Guard:
    """Lets statements run as far as they were allowed to cost, and asks a person about the others.

    What a statement that may run will cost is set aside until `settle` says what it really was. All of it may
    be called from any thread.

    Parameters
    ----------
    spent
        What the project has cost before, in US dollars.
    """

    def __init__(self, prices: Prices, settings: BigQuerySettings, spent: float, task: Task) -> None:
        self.prices = prices
        self.settings = settings
        self.spent = spent
        self.task = task
        self._costs: dict[Charge, float] = {}
        self._refused = False
        self._counting = threading.Lock()
        self._asking = threading.Lock()

    def allow(
        self, what: str, bill: Bill, bytes_: int, tokens: Tokens | None = None, *, tables: int = 1
    ) -> Charge:
        """Set aside what a statement will cost, after asking a person where that is more than was allowed.

        Parameters
        ----------
        what
            For a person: ``Sweep: k = 5``.
        bytes_
            What its dry run would read.
        tables
            How many tables it reads; each is billed for 10 MiB at least.

        Raises
        ------
        OverBudget
            If it would cost more than was allowed and nobody agrees. Whoever said no once is not asked again.
        Cancelled
            If the task was cancelled meanwhile.
        """
        wish = self.prices.quote(what, bill, bytes_, tokens, tables=tables)
        charge = self._within(wish) or self._asked(wish)
        if charge.bytes or tokens:
            self._show(charge, wish)
        return charge

    def settle(self, charge: Charge, billed_bytes: int, billed_tokens: Tokens | None = None) -> float:
        """Put what a statement really cost in the place of what was set aside for it, and return that.

        Parameters
        ----------
        billed_bytes
            Of the job, however it ended.
        billed_tokens
            None counts all that were allowed, if bytes were billed; a later call may correct it.
        """
        tokens = billed_tokens or (charge.tokens if billed_bytes else None)
        cost = self.prices.cost(charge.bill, billed_bytes, tokens)
        with self._counting:
            self._costs[charge] = cost
        return cost

    def release(self, charge: Charge) -> None:
        """Take back what was set aside for a statement that was never sent."""
        with self._counting:
            self._costs.pop(charge, None)

    @property
    def used(self) -> float:
        """What the project has cost and what is set aside, in US dollars."""
        with self._counting:
            return self._used()

    def _used(self) -> float:
        return self.spent + sum(self._costs.values())

    def _within(self, wish: Quote) -> Charge | None:
        """Return the charge of a statement that needs nobody's yes."""
        with self._counting:
            return None if self._reasons(wish) else self._set_aside(wish)

    def _asked(self, wish: Quote) -> Charge:
        """Return the charge of a statement that a person agrees to; one question at a time."""
        with self._asking:
            # While others were asked, what runs may have ended for less than was set aside.
            if charge := self._within(wish):
                return charge
            over = self._over_budget(wish)
            if self._refused or not self.task.ask(over):
                self._refused = True
                raise over
            with self._counting:
                return self._set_aside(wish)

    def _set_aside(self, wish: Quote) -> Charge:
        charge = Charge(wish.billed, wish.cost, self._maximum(wish), wish.bill, wish.tokens)
        self._costs[charge] = wish.cost
        return charge

    def _maximum(self, wish: Quote) -> int:
        """Return where BigQuery is to stop: at what was allowed, or else at what a person said yes to."""
        smallest = max(wish.billed, _CAN_BE_FREE * wish.tables)
        if wish.bill is Bill.FREE:
            return smallest
        rate = self.prices.per_tib(wish.bill)
        for_tokens = wish.cost - wish.billed / TIB * rate
        left = max(0.0, self.settings.budget - self._used() - for_tokens)
        affordable = left / rate * TIB if rate else self.settings.byte_cap
        return max(smallest, int(min(self.settings.byte_cap, affordable)))

    def _reasons(self, wish: Quote) -> list[str]:
        """Return why a statement needs a yes; nothing where it needs none."""
        reasons = []
        if self._too_large(wish):
            reasons.append(f"one statement may be billed for {size_in_words(self.settings.byte_cap)}")
        if self._too_dear(wish):
            allowed, used = dollars_in_words(self.settings.budget), dollars_in_words(self._used())
            reasons.append(f"the project may cost {allowed}, of which {used} is spent or set aside")
        if wish.tokens and not wish.priced:
            reasons.append(f"what {wish.tokens.endpoint} costs is not known")
        return reasons

    def _too_large(self, wish: Quote) -> bool:
        return wish.billed > self.settings.byte_cap

    def _too_dear(self, wish: Quote) -> bool:
        return wish.cost > 0 and self._used() + wish.cost > self.settings.budget + _ROUNDING

    def _over_budget(self, wish: Quote) -> OverBudget:
        """Return the question, or the refusal, with what would have to be allowed."""
        byte_cap, budget = self.settings.byte_cap, self.settings.budget
        options = []
        with self._counting:
            reasons = self._reasons(wish)
            if self._too_large(wish):
                byte_cap = wish.billed
                options.append(f"--byte-cap {size_option(byte_cap)}")
            if self._too_dear(wish):
                budget = self._used() + wish.cost
                options.append(f"--budget {dollars_option(budget)}")
        size, cost = size_in_words(wish.billed), dollars_in_words(wish.cost)
        count = wish.tokens.prompt + wish.tokens.reply if wish.tokens else 0
        todo = f"Allow it this once (--yes), or raise the limit ({' '.join(options)})"
        if not wish.priced:
            what = f"'{wish.what}' would be billed for {size} and up to {count:,} tokens"
            todo = f"Allow it this once (--yes), or write the price into {own_prices()}"
        elif wish.tokens:
            what = f"'{wish.what}' would be billed for {size} and up to {count:,} tokens, and cost {cost}"
        else:
            what = f"'{wish.what}' would be billed for {size} and cost {cost}"
        return OverBudget(what, "; ".join(reasons), todo, byte_cap=byte_cap, budget=budget)

    def _show(self, charge: Charge, wish: Quote) -> None:
        size, cost = size_in_words(charge.bytes), dollars_in_words(charge.cost)
        read = size
        if wish.tokens:
            count = wish.tokens.prompt + wish.tokens.reply
            read = f"{size} and up to {count:,} tokens"
        # What trains or asks a model is never so small that a person would not want to know.
        lasting = charge.cost >= _WORTH_A_LINE or wish.bill in (Bill.MODEL, Bill.GENERATION)
        try:
            self.task.note(f"{wish.what}: billed for {read}, {cost}{self._together()}", lasting=lasting)
        except Cancelled:
            self.release(charge)
            raise

    def _together(self) -> str:
        """Return what all of it comes to, where a statement is not the first."""
        with self._counting:
            costs = tuple(self._costs.values())
        return f"; {dollars_in_words(sum(costs))} since the step began" if len(costs) > 1 else ""
