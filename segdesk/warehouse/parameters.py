"""The values that a recipe's SQL leaves open, as GoogleSQL expressions."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from sqlglot import exp

from segdesk.errors import InputError, UsageError
from segdesk.project.settings import FeaturesSettings, Mode, RecipeName
from segdesk.warehouse.recipe_parameters import (
    CAREFUL_PURCHASE,
    TUTORIAL_COUNTRY,
    TUTORIAL_FROM,
    TUTORIAL_PURCHASE,
    TUTORIAL_TO,
)
from segdesk.warehouse.recipes import Recipe

_VISITOR_KEYS = ("fullVisitorId", "clientId", "userId")


@dataclass(frozen=True)
class Parameters:
    """A recipe's open values, decided.

    Attributes
    ----------
    as_of
        The day at whose end the customers are described; None where the recipe does not ask.
    date_from, date_to
        First and last day of sessions; None for the whole of the data.
    country, purchase
        Filter on visitors, test on a hit. None where there is none.
    key
        Name of the key column that the customer table gets.
    """

    as_of: date | None
    date_from: date | None
    date_to: date | None
    country: str | None
    purchase: str | None
    key: str

    def expressions(self) -> dict[str, str]:
        """Return each parameter's GoogleSQL, as `segdesk.warehouse.sql.bind` takes it."""
        found = {
            "date_from": literal(f"{self.date_from:%Y%m%d}" if self.date_from else "00000000"),
            "date_to": literal(f"{self.date_to:%Y%m%d}" if self.date_to else "99999999"),
            "country": literal(self.country),
        }
        if self.as_of:
            found["as_of"] = literal(self.as_of)
        if self.purchase:
            found["purchase"] = self.purchase
            found["customer_key"] = visitor_key(self.key)
        return found


def decide(
    settings: FeaturesSettings,
    recipe: Recipe,
    last_day: Callable[[Parameters], date | None],
) -> Parameters:
    """Fill in what the person left open: the document's values in notebook mode, the data's in careful mode.

    Parameters
    ----------
    settings
        What the person decided.
    recipe
        The recipe that will run.
    last_day
        Asks the source for its last day within the other parameters.
    """
    notebook = recipe.mode is Mode.NOTEBOOK
    if recipe.name is RecipeName.THELOOK:
        open_values = Parameters(settings.as_of, None, None, None, None, recipe.key)
        if notebook and settings.as_of is None:
            return replace(open_values, as_of=datetime.now(UTC).date())
    else:
        open_values = Parameters(
            as_of=settings.as_of,
            date_from=settings.date_from or (TUTORIAL_FROM if notebook else None),
            date_to=_last_of(settings, TUTORIAL_TO if notebook else None),
            country=settings.country or (TUTORIAL_COUNTRY if notebook else None),
            purchase=settings.purchase or (TUTORIAL_PURCHASE if notebook else CAREFUL_PURCHASE),
            key=_checked_key(settings.key, recipe),
        )
    if open_values.as_of is not None or (notebook and recipe.name is RecipeName.GA360):
        return open_values
    day = last_day(open_values)
    if day is None:
        raise InputError(
            "There are no customers to describe",
            "the tables hold no row with a date in the range that was asked for",
            "Check the source, --from and --to",
        )
    return replace(open_values, as_of=day)


def _last_of(settings: FeaturesSettings, default: date | None) -> date | None:
    """Return the last day of sessions: never after the day that the customers are described at."""
    days = [day for day in (settings.date_to or default, settings.as_of) if day]
    return min(days) if days else None


def _checked_key(key: str | None, recipe: Recipe) -> str:
    """Return the key column's name for GA360 customers."""
    if key is None:
        return recipe.key
    if recipe.mode is Mode.NOTEBOOK:
        raise UsageError(
            f"--key {key} cannot be used in notebook mode",
            "the tutorial's key is fullVisitorID",
            "Leave it out",
        )
    visitor_key(key)
    return key.removeprefix("ga:")


def visitor_key(key: str) -> str:
    """Return the GoogleSQL that reads a visitor's key from a session ``s``.

    Parameters
    ----------
    key
        ``fullVisitorId``, ``clientId``, ``userId`` or ``dimensionN`` (a custom dimension of the session).
    """
    name = key.removeprefix("ga:")
    for known in _VISITOR_KEYS:
        if name.lower() == known.lower():
            return f"s.{known}"
    if index := re.fullmatch(r"dimension(\d{1,3})", name):
        return f"(SELECT MAX(d.value) FROM UNNEST(s.customDimensions) AS d WHERE d.index = {int(index[1])})"
    raise UsageError(
        f"--key {key} is not a key of Analytics sessions",
        "",
        f"Use one of {', '.join(_VISITOR_KEYS)} or dimensionN",
    )


def literal(value: str | date | None) -> str:
    """Return a value as GoogleSQL, quoted and escaped."""
    if value is None:
        return "CAST(NULL AS STRING)"  # GoogleSQL compares no bare NULL
    if isinstance(value, date):
        return exp.cast(exp.Literal.string(value.isoformat()), "date").sql(dialect="bigquery")
    return exp.Literal.string(value).sql(dialect="bigquery")
