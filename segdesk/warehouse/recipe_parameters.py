"""What a recipe can be told, and what it does unless told; light to import, as the window shows it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from segdesk.project.settings import FeaturesSettings, Mode, RecipeName

TUTORIAL_FROM, TUTORIAL_TO = date(2016, 8, 1), date(2016, 8, 31)
"""The days that the published GA360 tutorial reads."""

TUTORIAL_COUNTRY = "United States"
TUTORIAL_PURCHASE = "hits.type = 'EVENT'"
CAREFUL_PURCHASE = "hits.eCommerceAction.action_type = '6'"
"""Action type 6 is a completed purchase in the Google Analytics BigQuery export."""


class Kind(StrEnum):
    """What a parameter's value is."""

    DATE = "date"
    TEXT = "text"
    CONDITION = "condition"
    """A GoogleSQL condition on a hit."""
    VISITOR_KEY = "visitor key"
    """``fullVisitorId``, ``clientId``, ``userId`` or ``dimensionN``."""
    FILE = "file"
    SQL = "sql"
    TABLE = "table"
    COLUMN = "column"
    COLUMNS = "columns"


@dataclass(frozen=True)
class RecipeParameter:
    """A value that a person may decide.

    Attributes
    ----------
    name
        The field of `FeaturesSettings`.
    default
        What holds unless it is decided, as it would be typed; empty where it comes from the data or there is
        none.
    from_data
        Whether the data decide it: their last day for the as-of date, all of them for the range.
    required
        Whether the recipe cannot run without it.
    """

    name: str
    kind: Kind
    default: str = ""
    from_data: bool = False
    required: bool = False


_CUSTOM = (
    RecipeParameter("sql", Kind.SQL),
    RecipeParameter("table", Kind.TABLE),
    RecipeParameter("key", Kind.COLUMN, required=True),
    RecipeParameter("features", Kind.COLUMNS),
    RecipeParameter("crm", Kind.FILE),
)
"""A query goes before a table; without both, the source has to have one table only."""


def recipe_parameters(settings: FeaturesSettings) -> tuple[RecipeParameter, ...]:
    """Return what the settings' recipe can be told in its mode; all other fields have to stay empty."""
    if settings.recipe is RecipeName.CUSTOM:
        return _CUSTOM
    notebook = settings.mode is Mode.NOTEBOOK
    if settings.recipe is RecipeName.THELOOK:
        # The document counts from the day on which its notebook runs.
        today = f"{datetime.now(UTC).date()}" if notebook else ""
        return (RecipeParameter("as_of", Kind.DATE, today, from_data=not notebook),)
    shared = (
        RecipeParameter(
            "date_from", Kind.DATE, f"{TUTORIAL_FROM}" if notebook else "", from_data=not notebook
        ),
        RecipeParameter("date_to", Kind.DATE, f"{TUTORIAL_TO}" if notebook else "", from_data=not notebook),
        RecipeParameter("country", Kind.TEXT, TUTORIAL_COUNTRY if notebook else ""),
        RecipeParameter("purchase", Kind.CONDITION, TUTORIAL_PURCHASE if notebook else CAREFUL_PURCHASE),
        RecipeParameter("crm", Kind.FILE),
    )
    if notebook:  # the tutorial asks for no day, and its key is fullVisitorID
        return shared
    return (
        RecipeParameter("as_of", Kind.DATE, from_data=True),
        *shared,
        RecipeParameter("key", Kind.VISITOR_KEY, "fullVisitorId"),
    )
