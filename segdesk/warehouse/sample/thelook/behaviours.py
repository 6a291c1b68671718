"""How the sample's customers behave: a mixture that a segmentation should find again."""

from dataclasses import dataclass

import numpy as np

from segdesk.warehouse.sample.draw import Floats, Ints
from segdesk.warehouse.sample.timing import DAY, epoch

START = epoch(2019, 1, 1)
END = epoch(2026, 7, 1) - 1
"""The last second of the sample: 2026-06-30 23:59:59 UTC, whatever the day is today."""

_FEW_ITEMS = (0.78, 0.15, 0.04, 0.03)
_WHOLE = 100 * 365


@dataclass(frozen=True)
class Behaviour:
    """One kind of customer.

    Attributes
    ----------
    name
        For whoever reads the code or a test; it is not written anywhere.
    share
        Of all customers.
    orders, more_orders
        Least number of orders, and the mean of the geometric number on top.
    joined
        Earliest and latest day of signing up, in days before the end of the sample.
    active
        Days after signing up during which orders happen.
    recent
        Days before the end in which at least one order falls; 0 for no such rule.
    items
        Weights of 1, 2, 3 and 4 items an order.
    taste
        Beta distribution of the place on a shelf sorted by price: 0 the cheapest, 1 the dearest.
    """

    name: str
    share: float
    orders: int = 1
    more_orders: float = 0.0
    joined: tuple[float, float] = (_WHOLE, 0.5)
    active: float = _WHOLE
    recent: float = 0.0
    items: tuple[float, float, float, float] = _FEW_ITEMS
    taste: tuple[float, float] = (1.0, 1.0)


BEHAVIOURS = (
    Behaviour("never buys", 0.20, orders=0),
    Behaviour("buys once", 0.36, active=540),
    Behaviour("now and then", 0.11, more_orders=0.6),
    Behaviour("loyal", 0.05, orders=4, more_orders=2.2, joined=(_WHOLE, 150), recent=75),
    Behaviour("big basket", 0.05, more_orders=0.3, items=(0.4, 0.3, 0.2, 0.1), taste=(14, 1)),
    Behaviour("bargain", 0.08, orders=2, more_orders=0.5, items=(0.6, 0.25, 0.1, 0.05), taste=(1, 8)),
    Behaviour("lapsed", 0.09, more_orders=0.8, joined=(_WHOLE, 1100), active=300),
    Behaviour("new", 0.06, more_orders=0.2, joined=(120, 0.5)),
)

SHARES: Floats = np.array([b.share for b in BEHAVIOURS])
ORDERS: Ints = np.array([b.orders for b in BEHAVIOURS])
MORE_ORDERS: Floats = np.array([b.more_orders for b in BEHAVIOURS])
JOINED_FROM: Ints = np.array([max(START, int(END - b.joined[0] * DAY)) for b in BEHAVIOURS])
JOINED_TO: Ints = np.array([int(END - b.joined[1] * DAY) for b in BEHAVIOURS])
ACTIVE: Ints = np.array([int(b.active * DAY) for b in BEHAVIOURS])
RECENT: Ints = np.array([int(b.recent * DAY) for b in BEHAVIOURS])
ITEMS: Floats = np.array([b.items for b in BEHAVIOURS])
TASTE: Floats = np.array([b.taste for b in BEHAVIOURS])
