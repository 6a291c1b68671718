"""What customers ordered."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from segdesk.warehouse.sample.columns import UTC, chosen, instants, integers
from segdesk.warehouse.sample.draw import Floats, Ints, expand, geometric, weighted, weighted_rows
from segdesk.warehouse.sample.thelook.behaviours import (
    ACTIVE,
    END,
    ITEMS,
    MORE_ORDERS,
    ORDERS,
    RECENT,
    START,
    TASTE,
)
from segdesk.warehouse.sample.thelook.catalogue import Catalogue
from segdesk.warehouse.sample.thelook.customers import Customers
from segdesk.warehouse.sample.timing import DAY, HOUR, Calendar

_TIMES = [("created_at", UTC), ("returned_at", UTC), ("shipped_at", UTC), ("delivered_at", UTC)]
ORDERS_SCHEMA = pa.schema(
    [
        ("order_id", pa.int64()),
        ("user_id", pa.int64()),
        ("status", pa.string()),
        ("gender", pa.string()),
        *_TIMES,
        ("num_of_item", pa.int64()),
    ]
)

ITEMS_SCHEMA = pa.schema(
    [
        ("id", pa.int64()),
        ("order_id", pa.int64()),
        ("user_id", pa.int64()),
        ("product_id", pa.int64()),
        ("inventory_item_id", pa.int64()),
        ("status", pa.string()),
        _TIMES[0],
        _TIMES[2],
        _TIMES[3],
        _TIMES[1],
        ("sale_price", pa.float64()),
    ]
)

STATUSES = ("Processing", "Shipped", "Complete", "Returned", "Cancelled")
_PROCESSING, _SHIPPED, _COMPLETE, _RETURNED, _CANCELLED = range(5)
_STATUS_WEIGHTS = (20.0, 29.5, 26.5, 9.0, 15.0)
_FAVOURITE = 0.45
"""Share of items from the customer's favourite category."""
_BESTSELLER, _BESTSELLER_EVERY = 0.2, 40
_MARGIN = 5 * HOUR
"""A first order comes this long after signing up, so that its items and visits do, too."""
_SHOPPING = Calendar.of(START, END + 1, doubling_years=2.5, seasons=True)


@dataclass(frozen=True)
class Orders:
    """The orders of some customers, and their items; times are seconds since 1970.

    Attributes
    ----------
    people
        The customers.
    first_order, first_item
        Ids of the first order and the first item.
    user
        Index of each order's customer, ascending; shape (orders,).
    status
        Index into `STATUSES`.
    created, shipped, delivered, returned
        Of each order; what has not happened is said by the status.
    count
        Number of items of each order.
    order, place
        Of each item: index of its order, ascending, and its place in it; shape (items,).
    item_created
        Time of putting it into the order.
    product
        Index of the product.
    price
        What it was sold for.
    """

    people: Customers
    first_order: int
    first_item: int
    user: Ints
    status: Ints
    created: Ints
    shipped: Ints
    delivered: Ints
    returned: Ints
    count: Ints
    order: Ints
    place: Ints
    item_created: Ints
    product: Ints
    price: Floats

    def orders_table(self) -> pa.Table:
        """Return the rows of the orders table."""
        columns = [
            integers(self.first_order + np.arange(len(self.user))),
            integers(self.people.first_id + self.user),
            chosen(STATUSES, self.status),
            chosen(("F", "M"), self.people.male[self.user].astype(np.int64)),
            instants(self.created),
            *self._handling(),
            integers(self.count),
        ]
        return pa.table(columns, schema=ORDERS_SCHEMA)

    def items_table(self, rng: np.random.Generator) -> pa.Table:
        """Return the rows of the order_items table."""
        item_id = self.first_item + np.arange(len(self.order))
        parcel = pa.array(self.order)
        returned, shipped, delivered = (column.take(parcel) for column in self._handling())
        columns = [
            integers(item_id),
            integers(self.first_order + self.order),
            integers(self.people.first_id + self.user[self.order]),
            integers(self.product + 1),
            # Some of the stock stays unsold, so these ids have gaps.
            integers(3 * item_id - rng.integers(0, 3, len(item_id))),
            chosen(STATUSES, self.status[self.order]),
            instants(self.item_created),
            shipped,
            delivered,
            returned,
            pa.array(self.price),
        ]
        return pa.table(columns, schema=ITEMS_SCHEMA)

    def _handling(self) -> tuple[pa.Array, pa.Array, pa.Array]:
        """Return when orders were returned, shipped and delivered."""
        arrived = np.isin(self.status, (_COMPLETE, _RETURNED))
        return (
            instants(self.returned, self.status != _RETURNED),
            instants(self.shipped, ~(arrived | (self.status == _SHIPPED))),
            instants(self.delivered, ~arrived),
        )


def make(
    rng: np.random.Generator, people: Customers, shop: Catalogue, first_order: int, first_item: int
) -> Orders:
    """Draw the orders of some customers."""
    user, nth = expand(ORDERS[people.kind] + geometric(rng, MORE_ORDERS[people.kind]))
    kind = people.kind[user]
    created = _created(rng, kind, people.joined[user], nth)
    shipped = created + rng.integers(0, 3 * DAY, len(user))
    delivered = shipped + rng.integers(HOUR // 10, 5 * DAY, len(user))
    returned = delivered + rng.integers(HOUR // 10, 3 * DAY, len(user))
    status = _statuses(weighted(rng, _STATUS_WEIGHTS, len(user)), shipped, delivered, returned)
    count = weighted_rows(rng, ITEMS, kind) + 1
    order, place = expand(count)
    product = _products(rng, people, shop, user[order])
    return Orders(
        people,
        first_order,
        first_item,
        user,
        status,
        created,
        shipped,
        delivered,
        returned,
        count,
        order,
        place,
        _item_times(rng, created[order], count[order]),
        product,
        shop.price[product],
    )


def _created(rng: np.random.Generator, kind: Ints, joined: Ints, nth: Ints) -> Ints:
    """Draw order times from each customer's window; loyal customers' first draw is a recent one."""
    since = joined + _MARGIN
    recent = (RECENT[kind] > 0) & (nth == 0)
    since = np.where(recent, np.maximum(since, END - RECENT[kind]), since)
    return _SHOPPING.draw(rng, since, np.minimum(since + ACTIVE[kind], END))


def _statuses(wanted: Ints, shipped: Ints, delivered: Ints, returned: Ints) -> Ints:
    """Step back whatever would happen after the end of the sample."""
    status = np.where((wanted == _RETURNED) & (returned > END), _COMPLETE, wanted)
    arrived = np.isin(status, (_COMPLETE, _RETURNED))
    status = np.where(arrived & (delivered > END), _SHIPPED, status)
    return np.where(np.isin(status, (_SHIPPED, _COMPLETE)) & (shipped > END), _PROCESSING, status)


def _item_times(rng: np.random.Generator, created: Ints, count: Ints) -> Ints:
    """Draw when items were put in: up to four hours before a single-item order, up to four days after others.

    The second is a quirk of the public set: some of these items ship before they are created.
    """
    before = created - rng.integers(0, 4 * HOUR, len(created))
    after = created + (rng.random(len(created)) * np.minimum(4 * DAY, END - created)).astype(np.int64)
    return np.where(count == 1, before, after)


def _products(rng: np.random.Generator, people: Customers, shop: Catalogue, user: Ints) -> Ints:
    """Draw products to each customer's taste: department, favourite category, price, and what others buy."""
    department = people.male.astype(np.int64)
    favourite = weighted_rows(rng, shop.popularity, department)[user]
    size = len(user)
    alpha, beta = TASTE[people.kind[user]].T
    place = np.minimum(rng.beta(alpha, beta), 1 - 1e-12)
    usual = rng.random(size) < _FAVOURITE
    bestseller = rng.random(size) < _BESTSELLER

    shelf = np.where(usual, shop.categories.size[favourite], shop.departments.size[department[user]])
    steps = shelf / _BESTSELLER_EVERY
    place = np.where(bestseller & (steps > 1), np.floor(place * steps) / steps, place)
    return np.where(
        usual, shop.categories.pick(favourite, place), shop.departments.pick(department[user], place)
    )
