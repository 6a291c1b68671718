"""What visits end up paying."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from segdesk.warehouse.sample.columns import chosen, integers
from segdesk.warehouse.sample.draw import Ints
from segdesk.warehouse.sample.ga360 import products
from segdesk.warehouse.sample.ga360.hits import Hits
from segdesk.warehouse.sample.ga360.store import MICROS, Store
from segdesk.warehouse.sample.ga360.visits import Visits, dates

_TAX = 0.08


@dataclass(frozen=True)
class Purchases:
    """The purchase of each visit; shape (visits,), money in millionths, zero where there is none."""

    id: pa.Array
    goods: Ints
    tax: Ints
    shipping: Ints

    @property
    def total(self) -> Ints:
        """Goods, tax and shipping."""
        return self.goods + self.tax + self.shipping


def make(rng: np.random.Generator, visits: Visits, hits: Hits, store: Store) -> Purchases:
    """Add up the cart of each visit that buys."""
    kept = hits.seen.carted & ~hits.seen.removed & hits.bought[hits.seen.visit]
    goods = np.zeros(len(hits.bought), dtype=np.int64)
    np.add.at(goods, hits.seen.visit[kept], products.revenue(hits.seen, store)[kept])
    cent = MICROS // 100
    tax = np.round(goods * _TAX / cent).astype(np.int64) * cent
    shipping = np.where(hits.bought, rng.integers(4, 16, len(goods)) * MICROS, 0)
    # A visit buys at most once, so its visitor and number make the id unique.
    number = pc.binary_join_element_wise(
        integers(visits.visitor).cast(pa.string()), integers(visits.number).cast(pa.string()), "V"
    )
    day = chosen([f"ORD{d:%Y%m%d}-" for d in dates()], visits.day)
    return Purchases(pc.binary_join_element_wise(day, number, ""), goods, tax, shipping)
