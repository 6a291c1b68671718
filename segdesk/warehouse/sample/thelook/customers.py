"""Who the shop's customers are."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from segdesk.warehouse.sample.columns import UTC, chosen, instants, integers
from segdesk.warehouse.sample.draw import Flags, Floats, Ints, Shelves, weighted
from segdesk.warehouse.sample.thelook.behaviours import END, JOINED_FROM, JOINED_TO, SHARES, START
from segdesk.warehouse.sample.timing import Calendar
from segdesk.warehouse.sample.words import ascii_letters, numbers, texts, words

SCHEMA = pa.schema(
    [
        ("id", pa.int64()),
        ("first_name", pa.string()),
        ("last_name", pa.string()),
        ("email", pa.string()),
        ("age", pa.int64()),
        ("gender", pa.string()),
        ("state", pa.string()),
        ("street_address", pa.string()),
        ("postal_code", pa.string()),
        ("city", pa.string()),
        ("country", pa.string()),
        ("latitude", pa.float64()),
        ("longitude", pa.float64()),
        ("traffic_source", pa.string()),
        ("created_at", UTC),
    ]
)

_MAIL_HOSTS = ("example.com", "example.net", "example.org")
_SOURCES, _SOURCE_WEIGHTS = ("Search", "Organic", "Facebook", "Email", "Display"), (70, 15, 6, 5, 4)
_NAMED_ELSEWHERE = 0.12
_NUMBERED_ADDRESS = 0.97
_SECOND_ACCOUNT = 0.01  # half of these find nobody of their gender
_JOINING = Calendar.of(START, END + 1, doubling_years=6.0, seasons=False)


@dataclass(frozen=True)
class Places:
    """Where customers live; each attribute but ``language`` is a column of the users table.

    Attributes
    ----------
    city
        The text ``null`` for a few, as in the public set.
    language
        Index of the language whose names are usual there.
    languages
        The languages, by that index.
    """

    country: pa.Array
    state: pa.Array
    city: pa.Array
    postal_code: pa.Array
    latitude: Floats
    longitude: Floats
    weight: Floats
    language: Ints
    languages: tuple[str, ...]

    @classmethod
    def read(cls) -> "Places":
        """Read the word list."""
        table = words("thelook_places")
        languages, language = np.unique(texts(table, "language"), return_inverse=True)
        return cls(
            country=table["country"].combine_chunks(),
            state=table["state"].combine_chunks(),
            city=table["city"].combine_chunks(),
            postal_code=table["postal_code"].combine_chunks(),
            latitude=numbers(table, "latitude"),
            longitude=numbers(table, "longitude"),
            weight=numbers(table, "weight"),
            language=language.astype(np.int64),
            languages=tuple(languages),
        )


@dataclass(frozen=True)
class Customers:
    """Some customers with consecutive ids; every array has shape (customers,).

    Attributes
    ----------
    first_id
        Id of the first.
    kind
        Index into `behaviours.BEHAVIOURS`.
    joined
        Time of signing up, seconds since 1970.
    male
        Which of the two genders of the public set.
    place
        Index into `Places`.
    """

    first_id: int
    kind: Ints
    joined: Ints
    male: Flags
    place: Ints


def make(rng: np.random.Generator, places: Places, first_id: int, size: int) -> Customers:
    """Draw customers."""
    kind = weighted(rng, SHARES, size)
    joined = _JOINING.draw(rng, JOINED_FROM[kind], JOINED_TO[kind])
    male = rng.random(size) < 0.5
    return Customers(first_id, kind, joined, male, weighted(rng, places.weight, size))


def table(rng: np.random.Generator, people: Customers, places: Places) -> pa.Table:
    """Return the rows of the users table."""
    size = len(people.kind)
    first, last, email = _identities(rng, people, places)
    here = people.place
    return pa.table(
        [
            integers(people.first_id + np.arange(size)),
            first,
            last,
            email,
            integers(rng.integers(12, 71, size)),
            chosen(("F", "M"), people.male.astype(np.int64)),
            chosen(places.state, here),
            _streets(rng, size),
            chosen(places.postal_code, here),
            chosen(places.city, here),
            chosen(places.country, here),
            pa.array(np.round(places.latitude[here] + rng.normal(0, 0.03, size), 6)),
            pa.array(np.round(places.longitude[here] + rng.normal(0, 0.03, size), 6)),
            chosen(_SOURCES, weighted(rng, _SOURCE_WEIGHTS, size)),
            instants(people.joined),
        ],
        schema=SCHEMA,
    )


def _identities(
    rng: np.random.Generator, people: Customers, places: Places
) -> tuple[pa.Array, pa.Array, pa.Array]:
    """Return first names, last names and mail addresses; a few people sign up twice."""
    size = len(people.kind)
    first_names, last_names = words("first_names"), words("last_names")
    language = places.language[people.place]
    elsewhere = rng.random(size) < _NAMED_ELSEWHERE
    language = np.where(elsewhere, rng.integers(0, len(places.languages), size), language)
    shelf_first = 2 * _languages(first_names, places) + (texts(first_names, "gender") == "M")
    first = Shelves.of(shelf_first).pick(2 * language + people.male, rng.random(size))
    last = Shelves.of(_languages(last_names, places)).pick(language, rng.random(size))
    number = np.where(rng.random(size) < _NUMBERED_ADDRESS, rng.integers(1, 10_000, size), 0)
    host = rng.integers(0, len(_MAIL_HOSTS), size)
    same = _second_accounts(rng, people.male)
    first, last, number, host = first[same], last[same], number[same], host[same]
    firsts, lasts = texts(first_names, "name"), texts(last_names, "name")
    email = pc.binary_join_element_wise(
        chosen([ascii_letters(n) for n in firsts], first),
        chosen([ascii_letters(n) for n in lasts], last),
        pc.if_else(pa.array(number > 0), pa.array(number).cast(pa.string()), ""),
        chosen([f"@{h}" for h in _MAIL_HOSTS], host),
        "",
    )
    return chosen(firsts, first), chosen(lasts, last), email


def _languages(names: pa.Table, places: Places) -> Ints:
    return np.searchsorted(places.languages, texts(names, "language")).astype(np.int64)


def _second_accounts(rng: np.random.Generator, male: Flags) -> Ints:
    """Return, for each customer, whose identity it has: mostly its own, else an earlier one's."""
    own = np.arange(len(male))
    earlier = (rng.random(len(male)) * own).astype(np.int64)
    again = (rng.random(len(male)) < _SECOND_ACCOUNT) & (male == male[earlier])
    return np.where(again, earlier, own)


def _streets(rng: np.random.Generator, size: int) -> pa.Array:
    street = chosen(texts(words("streets"), "name"), rng.integers(0, words("streets").num_rows, size))
    return pc.binary_join_element_wise(integers(rng.integers(1, 9999, size)).cast(pa.string()), street, " ")
