"""Everything that the project knows of one customer."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from segdesk.review.customer_columns import in_words

if TYPE_CHECKING:
    from segdesk.project.file import Project


@dataclass(frozen=True)
class Detail:
    """One column of a customer.

    Attributes
    ----------
    name
        The column.
    title, unit
        Of a feature, for a person; the title of another column is its name in words.
    value
        Text, a number, a date or a list, None where there is none.
    feature
        Whether it is a feature.
    """

    name: str
    title: str
    unit: str
    value: Any
    feature: bool


@dataclass(frozen=True)
class Customer:
    """One customer.

    Attributes
    ----------
    row
        Position in the order of the key.
    key_name, key
        The key column, and the customer's key.
    segment, label
        None for a customer without one.
    distance
        From the segment's centre, as a multiple of the usual distance there; None where it was not measured.
    outlier
        Whether the customer fits its segment badly.
    details
        Every other column, in the order of the customer table.
    """

    row: int
    key_name: str
    key: Any
    segment: str | None
    label: str | None
    distance: float | None
    outlier: bool
    details: tuple[Detail, ...]


def customer(project: "Project", row: int) -> Customer | None:
    """Return the customer at a position in the order of the key, None if there are not so many."""
    from segdesk.project import customers
    from segdesk.project.file import quoted

    table, key = customers.table_name(project), customers.key_name(project)
    assert table is not None
    own = f"SELECT * FROM {quoted(table)} ORDER BY {quoted(key)} LIMIT 1 OFFSET {int(row)}"
    found = project.row(
        "SELECT own, segments.segment, labels.name, normalised_distance, coalesce(outlier, FALSE)"
        f" FROM ({own}) AS own LEFT JOIN segments ON segments.{quoted(key)} = own.{quoted(key)}"
        " LEFT JOIN labels ON labels.segment = segments.segment"
    )
    if found is None:
        return None
    values, segment, label, distance, outlier = found
    return Customer(
        row, key, values.pop(key), segment, label, distance, bool(outlier), _details(project, values)
    )


def _details(project: "Project", values: dict[str, Any]) -> tuple[Detail, ...]:
    features = {
        name: (title, unit) for name, title, unit in project.rows("SELECT name, title, unit FROM features")
    }
    return tuple(
        Detail(name, *features.get(name, (in_words(name), "")), value, name in features)
        for name, value in values.items()
    )
