"""The products on each hit."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from segdesk.warehouse.sample.columns import chosen, integers, true_where
from segdesk.warehouse.sample.draw import Ints, expand, weighted
from segdesk.warehouse.sample.ga360.hits import Hits, Kind, Steps
from segdesk.warehouse.sample.ga360.schema import PRODUCT, records
from segdesk.warehouse.sample.ga360.store import Store

NOT_SET = "(not set)"
_UNFILLED = "${escCatTitle}"
"""What the real store sends where its page template was not filled in."""
_VARIANTS, _VARIANT_WEIGHTS = ("Single Option Only", " MD", " SM", " LG", " XL"), (40, 25, 17, 12, 6)
_LISTS, _LIST_WEIGHTS = (NOT_SET, "Category", "Search Results", "Related Products"), (0, 93, 4, 3)


@dataclass(frozen=True)
class Products:
    """Products on hits, in the order of the hits; arrays have shape (products,).

    Attributes
    ----------
    count
        Number of products of each hit; shape (hits,).
    hit
        Index of the hit.
    step
        Index into `Steps`.
    place
        Which of the hit's products.
    product
        Index into the store's.
    """

    count: Ints
    hit: Ints
    step: Ints
    place: Ints
    product: Ints


def make(hits: Hits, store: Store) -> Products:
    """List the products on each hit: a page of them, the one clicked on, or those in the cart."""
    seen = hits.seen
    in_cart = np.flatnonzero(seen.carted & ~seen.removed)
    carts = np.bincount(seen.visit[in_cart], minlength=len(hits.count))
    first_in_cart = np.cumsum(carts) - carts
    count = np.ones(len(hits.kind), dtype=np.int64)
    count[(hits.kind == Kind.HOME) | (hits.kind == Kind.BASKET)] = 0
    listed, checkout = hits.kind == Kind.LIST, hits.kind >= Kind.BILLING
    count[listed] = seen.shown[hits.step[listed]]
    count[checkout] = carts[hits.visit[checkout]]
    hit, place = expand(count)
    step = hits.step[hit]
    bought = checkout[hit]
    step[bought] = in_cart[first_in_cart[hits.visit[hit[bought]]] + place[bought]]
    shown = np.where(listed[hit], place, seen.position[step])
    category = seen.category[step]
    shelf = (seen.offset[step] + shown) % store.shelves.size[category]
    return Products(count, hit, step, place, store.shelves.order[store.shelves.start[category] + shelf])


def revenue(seen: Steps, store: Store) -> Ints:
    """Return what each step's product would bring, in millionths; shape (steps,)."""
    total: Ints = store.price[seen.product] * seen.quantity
    return total


def rows(rng: np.random.Generator, hits: Hits, store: Store, products: Products) -> pa.StructArray:
    """Return the products as Analytics exports them."""
    seen, kind = hits.seen, hits.kind[products.hit]
    impression, ordered = kind == Kind.LIST, kind >= Kind.BILLING
    on_page = np.isin(kind, (Kind.LIST, Kind.CLICK, Kind.DETAIL))
    counted = np.isin(kind, (Kind.CART, Kind.REMOVE, Kind.BILLING, Kind.DONE))
    place = np.where(impression, products.place, seen.position[products.step])
    variant = np.where(ordered, 1 + weighted(rng, _VARIANT_WEIGHTS, len(kind)), 0)
    listing = np.where(on_page, weighted(rng, _LIST_WEIGHTS, len(seen.visit))[products.step], 0)
    price = integers(store.price[products.product])
    earned = integers(revenue(seen, store)[products.step], kind != Kind.DONE)
    return records(
        PRODUCT,
        productSKU=chosen(store.sku, products.product),
        v2ProductName=chosen(store.name, products.product),
        v2ProductCategory=_categories(rng, seen, store, products, kind),
        productVariant=chosen((NOT_SET, *_VARIANTS), variant),
        productBrand=pa.repeat(NOT_SET, len(kind)),
        productRevenue=earned,
        localProductRevenue=earned,
        productPrice=price,
        localProductPrice=price,
        productQuantity=integers(seen.quantity[products.step], ~counted),
        isImpression=true_where(impression),
        isClick=true_where(kind == Kind.CLICK),
        productListName=chosen(_LISTS, listing),
        productListPosition=integers(np.where(on_page, place + 1, 0)),
    )


def _categories(
    rng: np.random.Generator, seen: Steps, store: Store, products: Products, kind: Ints
) -> pa.Array:
    """Name the categories as the real store does, gaps included.

    Pages and clicks carry the path of the page; the cart often an unfilled template; a removal nothing; an
    order only the second level, such as ``Apparel``.
    """
    paths = len(store.category)
    unfilled, nothing = 2 * paths, 2 * paths + 1
    pool = np.concatenate([store.category, store.group, [_UNFILLED, NOT_SET]])
    u, by_step = rng.random(len(kind)), rng.random(len(seen.visit))[products.step]
    path = seen.category[products.step]
    on_page = np.where(u < 0.04, nothing, path)
    clicked = np.where(by_step < 0.10, unfilled, np.where(by_step < 0.12, nothing, path))
    carted = np.where(by_step < 0.45, unfilled, path)
    ordered = np.where(u < 0.07, nothing, paths + store.home[products.product])
    found = np.select(
        [kind == Kind.LIST, kind <= Kind.DETAIL, kind == Kind.CART, kind == Kind.REMOVE],
        [on_page, clicked, carted, np.full(len(kind), nothing)],
        ordered,
    )
    return chosen(pool, found)
