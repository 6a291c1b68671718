"""What was seen on the shop's pages."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from segdesk.warehouse.sample.columns import UTC, chosen, instants, integers, uuids
from segdesk.warehouse.sample.draw import Flags, Ints, expand, weighted
from segdesk.warehouse.sample.thelook.behaviours import END, START
from segdesk.warehouse.sample.thelook.catalogue import Catalogue
from segdesk.warehouse.sample.thelook.customers import Places
from segdesk.warehouse.sample.thelook.orders import Orders
from segdesk.warehouse.sample.timing import HOUR, Calendar

SCHEMA = pa.schema(
    [
        ("id", pa.int64()),
        ("user_id", pa.int64()),
        ("sequence_number", pa.int64()),
        ("session_id", pa.string()),
        ("created_at", UTC),
        ("ip_address", pa.string()),
        ("city", pa.string()),
        ("state", pa.string()),
        ("postal_code", pa.string()),
        ("browser", pa.string()),
        ("traffic_source", pa.string()),
        ("uri", pa.string()),
        ("event_type", pa.string()),
    ]
)

ANONYMOUS_VISITS = 5
"""Visits without a user, for each customer."""

_HOME, _DEPARTMENT, _PRODUCT, _CART, _PURCHASE, _CANCEL = range(6)
_TYPES = ("home", "department", "product", "cart", "purchase", "cancel")
_SINGLE = np.array([_HOME, _DEPARTMENT, _PRODUCT, _CART, _PURCHASE])
_ANONYMOUS = np.array(
    [
        [_PRODUCT, -1, -1],
        [_DEPARTMENT, _PRODUCT, -1],
        [_DEPARTMENT, _PRODUCT, _CART],
        [_PRODUCT, _CART, _CANCEL],
    ]
)
_BROWSERS, _BROWSER_WEIGHTS = ("Chrome", "Firefox", "Safari", "IE", "Other"), (50, 20, 20, 5, 5)
_SOURCES, _SOURCE_WEIGHTS = ("Email", "Adwords", "YouTube", "Facebook", "Organic"), (45, 30, 10, 10, 5)
_WHOLE = Calendar.of(START, END + 1 - 4 * HOUR, doubling_years=6.0, seasons=True)


@dataclass(frozen=True)
class _Events:
    """Events in the order of their visits; all arrays have shape (events,).

    Attributes
    ----------
    visit, step
        Index of the visit, ascending, and the event's place in it.
    kind
        Index into `_TYPES`.
    product
        Index of the product that the page shows, or the visit is about.
    time
        Seconds since 1970.
    """

    visit: Ints
    step: Ints
    kind: Ints
    product: Ints
    time: Ints


def make(
    rng: np.random.Generator, bought: Orders, shop: Catalogue, places: Places, first_id: int
) -> pa.Table:
    """Return the rows of the events table: a visit for each item bought, then visits of nobody known."""
    strangers = ANONYMOUS_VISITS * len(bought.people.kind)
    known, unknown = _purchases(rng, bought), _anonymous(rng, strangers, len(shop.price))
    buyer = bought.user[bought.order]
    place = np.concatenate([bought.people.place[buyer], weighted(rng, places.weight, strangers)])
    visits = len(place)
    visit = np.concatenate([known.visit, len(buyer) + unknown.visit])
    kind = np.concatenate([known.kind, unknown.kind])
    product = np.concatenate([known.product, unknown.product])
    here = place[visit]
    nobody = visit >= len(buyer)
    user_id = bought.people.first_id + np.append(buyer[known.visit], np.zeros(len(unknown.visit), np.int64))
    return pa.table(
        [
            integers(first_id + np.arange(len(visit))),
            integers(user_id, nobody),
            integers(np.concatenate([known.step, unknown.step]) + 1),
            uuids(rng, visits).take(pa.array(visit)),
            instants(np.concatenate([known.time, unknown.time])),
            _addresses(rng, visits).take(pa.array(visit)),
            chosen(places.city, here),
            chosen(places.state, here),
            chosen(places.postal_code, here),
            chosen(_BROWSERS, weighted(rng, _BROWSER_WEIGHTS, visits)[visit]),
            chosen(_SOURCES, weighted(rng, _SOURCE_WEIGHTS, visits)[visit]),
            _pages(shop, kind, product),
            chosen(_TYPES, kind),
        ],
        schema=SCHEMA,
    )


def _purchases(rng: np.random.Generator, bought: Orders) -> _Events:
    """Make the visit that ends in buying each item.

    As in the public set, an order of one item comes from home, department, product, cart, purchase; with more
    items every item's visit goes through all of them: department, product, cart for each, then purchase.
    """
    count = bought.count[bought.order]
    length = np.where(count == 1, len(_SINGLE), 3 * count + 1)
    visit, step = expand(length)
    single, last = (count == 1)[visit], step == length[visit] - 1
    round_trip = np.where(last, _PURCHASE, _DEPARTMENT + step % 3)
    kind = np.where(single, _SINGLE[np.minimum(step, len(_SINGLE) - 1)], round_trip)
    # The visit goes through the order's items in turn and ends with its own.
    n, own = count[visit], bought.place[visit]
    turn = np.where(single, 0, np.minimum(step // 3, n - 1))
    first_of_order = np.arange(len(count)) - bought.place
    product = bought.product[first_of_order[visit] + (own + 1 + turn) % n]
    time = bought.item_created[visit] - _time_left(rng, visit, last, gap=(5, 181))
    return _Events(visit, step, kind, product, time)


def _anonymous(rng: np.random.Generator, visits: int, products: int) -> _Events:
    """Make visits of one to three pages."""
    path = _ANONYMOUS[rng.integers(0, len(_ANONYMOUS), visits)]
    visit, step = expand((path >= 0).sum(axis=1))
    until = _WHOLE.draw(rng, np.full(visits, START + HOUR), np.full(visits, END - 4 * HOUR))
    last = np.diff(visit, append=-1) != 0
    time = until[visit] - _time_left(rng, visit, last, gap=(60, 1741))
    return _Events(visit, step, path[visit, step], rng.integers(0, products, visits)[visit], time)


def _time_left(rng: np.random.Generator, visit: Ints, last: Flags, gap: tuple[int, int]) -> Ints:
    """Return the seconds from each event to the last one of its visit."""
    to_next = np.where(last, 0, rng.integers(*gap, len(visit)))
    until_end = np.cumsum(to_next[::-1])[::-1]
    left: Ints = until_end - until_end[last][visit]
    return left


def _addresses(rng: np.random.Generator, size: int) -> pa.Array:
    parts = [integers(rng.integers(1, 255, size)).cast(pa.string()) for _ in range(4)]
    return pc.binary_join_element_wise(*parts, ".")


def _pages(shop: Catalogue, kind: Ints, product: Ints) -> pa.Array:
    """Return the address of each event's page."""
    products = len(shop.price)
    pool = np.concatenate([[f"/{name}" for name in _TYPES], shop.department_uri, shop.product_uri])
    page = np.where(kind == _DEPARTMENT, len(_TYPES) + product, kind)
    page = np.where(kind == _PRODUCT, len(_TYPES) + products + product, page)
    return chosen(pool, page)
