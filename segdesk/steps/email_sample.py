"""Who gets an email: the customers of the sample, and what a writer may know of them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from segdesk.errors import InputError
from segdesk.project import customers
from segdesk.project.file import Project, quoted
from segdesk.project.settings import EmailsSettings, Mode, Settings
from segdesk.steps import feature_table, labels
from segdesk.steps.labels import Label
from segdesk.warehouse.recipes import Feature, Kind, Role
from segdesk.writing.facts import CustomerFacts
from segdesk.writing.language_codes import LANGUAGES, written_language
from segdesk.writing.languages import LanguageTable

_TEXTS = ("email", "first_name", "country", "last_event")
_LISTS = ("top_products_user", "top_products_country")


def language_table(settings: Settings) -> LanguageTable:
    """Return which language is written to which country: the shipped table, the file's rows, those on screen.

    Raises
    ------
    InputError
        If a language is unknown, or the file cannot be used.
    """
    emails = settings.emails
    if emails.languages_file:
        table = LanguageTable.load(Path(emails.languages_file))
    else:
        table = LanguageTable.notebook() if settings.features.mode is Mode.NOTEBOOK else LanguageTable.load()
    return table.with_countries(emails.countries)


def texts(project: Project) -> tuple[str, ...]:
    """Return the columns that an email can use; one that has another type means something else."""
    schema = customers.read(project, customers.columns(project), "FALSE").schema
    found = [n for n in _TEXTS if n in schema.names and pa.types.is_string(schema.field(n).type)]
    lists = [n for n in _LISTS if n in schema.names and schema.field(n).type == pa.list_(pa.string())]
    return (*found, *lists)


def sample(project: Project, settings: EmailsSettings, languages: LanguageTable) -> list[dict[str, Any]]:
    """Return customers in an order that has nothing to do with what they are, one per address.

    The order is that of a hash of the key, so that a larger sample contains the smaller one.
    """
    key = quoted(customers.key_name(project))
    among, values = _among(project, settings, languages)
    known = ", ".join(map(quoted, _needed(project)))
    order = f"ORDER BY md5(CAST({key} AS VARCHAR)), {key}"
    # The keys first: to sort everything that is known of all customers would take far more time and memory.
    chosen = f"SELECT {key} FROM ({among}) {order} LIMIT {settings.count}"
    rows: list[dict[str, Any]] = project.read(
        f"SELECT {known} FROM label_parametric WHERE {key} IN ({chosen}) {order}", values
    ).to_pylist()
    return rows


def size(project: Project, settings: EmailsSettings, languages: LanguageTable) -> int:
    """Return how many customers could get an email."""
    among, values = _reachable(project, settings, languages)
    # Who of several with one address gets the email takes long to say, and does not change their number.
    counted = "DISTINCT lower(email)" if "email" in texts(project) else "*"
    row = project.row(f"SELECT count({counted}) FROM ({among})", values)
    return int(row[0]) if row else 0


def _among(
    project: Project, settings: EmailsSettings, languages: LanguageTable
) -> tuple[str, list[list[str]]]:
    """Return the query for the keys that the sample is drawn among, one an address, and its parameters."""
    query, values = _reachable(project, settings, languages)
    key = quoted(customers.key_name(project))
    if "email" in texts(project):
        return f"SELECT min({key}) AS {key} FROM ({query}) GROUP BY lower(email)", values
    return f"SELECT {key} FROM ({query})", values


def _reachable(
    project: Project, settings: EmailsSettings, languages: LanguageTable
) -> tuple[str, list[list[str]]]:
    """Return the query for those who may be written to, several of whom may share an address."""
    conditions: list[str] = []
    values: list[list[str]] = []
    known = texts(project)
    if settings.segments:
        _refuse_unknown_segments(project, settings.segments)
        conditions.append("list_contains(?, segment)")
        values.append(list(settings.segments))
    if settings.languages:
        condition, countries = _readers(project, settings.languages, languages, "country" in known)
        conditions.append(condition)
        values += countries
    query = "SELECT * FROM label_parametric"
    if "email" in known:
        conditions.append("email IS NOT NULL")
    if conditions:
        query += f" WHERE {' AND '.join(conditions)}"
    return query, values


def _refuse_unknown_segments(project: Project, wanted: Sequence[str]) -> None:
    known = [row[0] for row in project.rows("SELECT segment FROM segment_summary ORDER BY position")]
    for segment in wanted:
        if segment not in known:
            raise InputError(
                f"There is no segment {segment} to write to",
                f"the segments are {', '.join(known)}",
                "Choose the segments again",
            )


def _readers(
    project: Project, wanted: Sequence[str], languages: LanguageTable, has_country: bool
) -> tuple[str, list[list[str]]]:
    """Return the condition for the customers who are written to in some languages, and its parameters."""
    for code in wanted:
        if code not in LANGUAGES or not LANGUAGES[code].has_templates:
            written = ", ".join(each.code for each in LANGUAGES.values() if each.has_templates)
            raise InputError(f"There are no email texts in '{code}'", "", f"Choose among {written}")
    if not has_country:  # everybody gets English then
        return ("TRUE" if written_language(None) in wanted else "FALSE"), []
    table = customers.table_name(project)
    assert table is not None
    countries = [row[0] for row in project.rows(f"SELECT DISTINCT country FROM {quoted(table)}")]
    chosen = [c for c in countries if written_language(languages.language(c)) in wanted]
    named = [country for country in chosen if country is not None]
    nameless = " OR country IS NULL" if None in chosen else ""
    return f"(coalesce(list_contains(CAST(? AS VARCHAR[]), country), FALSE){nameless})", [named]


def _needed(project: Project) -> tuple[str, ...]:
    """Return the columns that emails are made of."""
    numbers = [f.name for f in feature_table.load(project) if f.kind is Kind.NUMBER]
    wanted = (customers.key_name(project), "segment", *texts(project), *numbers)
    return tuple(dict.fromkeys(wanted))


def facts(
    project: Project, rows: Sequence[Mapping[str, Any]], languages: LanguageTable
) -> list[CustomerFacts]:
    """Return what a writer may know of the customers of a sample, in their order."""
    key = customers.key_name(project)
    by_role = {f.role: f for f in reversed(feature_table.load(project)) if f.kind is Kind.NUMBER}
    tones = {label.segment: label for label in labels.stored(project)}
    used = texts(project)
    return [
        _fact(
            row,
            {name: row[name] for name in used},
            str(row[key]),
            by_role=by_role,
            label=tones[row["segment"]],
            languages=languages,
        )
        for row in rows
    ]


def facts_of(project: Project, settings: Settings, customer: str) -> CustomerFacts:
    """Return what a writer may know of one customer.

    Parameters
    ----------
    customer
        The key as text.

    Raises
    ------
    InputError
        If there is no such customer any more.
    """
    key = quoted(customers.key_name(project))
    known = ", ".join(map(quoted, _needed(project)))
    rows = project.read(
        f"SELECT {known} FROM label_parametric WHERE CAST({key} AS VARCHAR) = ?", [customer]
    ).to_pylist()
    if not rows:
        raise InputError(
            f"There is no customer {customer} any more",
            "the customers are others than those that were written to",
            "Run the Emails step again",
        )
    return facts(project, rows, language_table(settings))[0]


def first_names(project: Project) -> frozenset[str]:
    """Return the first names of everybody who gets an email."""
    if "first_name" not in texts(project):
        return frozenset()
    key = quoted(customers.key_name(project))
    rows = project.rows(
        f"SELECT DISTINCT p.first_name FROM marketing_email AS e JOIN label_parametric AS p USING ({key})"
        " WHERE p.first_name <> ''"
    )
    return frozenset(row[0] for row in rows)


def _fact(
    row: Mapping[str, Any],
    words: Mapping[str, Any],
    customer: str,
    *,
    by_role: Mapping[Role, Feature],
    label: Label,
    languages: LanguageTable,
) -> CustomerFacts:
    def number(role: Role) -> float | None:
        value = row[by_role[role].name] if role in by_role else None
        return None if value is None else float(value)

    orders = number(Role.ORDERS)
    frequency = by_role.get(Role.FREQUENCY)
    recency = by_role.get(Role.RECENCY)
    country = words.get("country")
    return CustomerFacts(
        customer=customer,
        language=written_language(languages.language(country)),
        segment=label.segment,
        label=label.name,
        designation=label.designation,
        tone=label.tone,
        first_name=words.get("first_name"),
        country=country,
        total_orders=None if orders is None else round(orders),
        avg_basket=number(Role.BASKET),
        total_revenue=number(Role.REVENUE),
        orders_per_month=number(Role.FREQUENCY) if frequency and frequency.unit.endswith("month") else None,
        recency=number(Role.RECENCY),
        recency_unit=recency.unit if recency and recency.unit == "months" else "days",
        last_event=words.get("last_event"),
        top_products=tuple(words.get("top_products_user") or ()),
        top_products_country=tuple(words.get("top_products_country") or ()),
    )
