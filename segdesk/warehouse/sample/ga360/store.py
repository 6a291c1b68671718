"""What the merchandise store sells, and on which pages."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from segdesk.warehouse.sample.draw import Floats, Ints, Shelves, weighted
from segdesk.warehouse.sample.words import numbers, texts, words

MICROS = 1_000_000
"""Analytics counts money in millionths of the currency."""

_Texts = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Store:
    """Products and the category pages that list them.

    Attributes
    ----------
    category
        Path of each category, such as ``Home/Apparel/Men's/``.
    page
        Address of its page.
    group
        Its second level, such as ``Apparel``.
    weight
        How often it is visited.
    shelves
        Products by category; one product stands on several shelves.
    sku, name
        Of each product.
    home
        The category that a product belongs to first of all.
    price
        In millionths.
    """

    category: _Texts
    page: _Texts
    group: _Texts
    weight: Floats
    shelves: Shelves
    sku: _Texts
    name: _Texts
    home: Ints
    price: Ints


def make(rng: np.random.Generator) -> Store:
    """Make some 350 products from the word lists."""
    table, brands, colours = words("ga360_categories"), words("ga360_brands"), words("ga360_colours")
    category, count = texts(table, "category"), numbers(table, "products").astype(np.int64)
    home = np.repeat(np.arange(len(count)), count)
    brand = weighted(rng, numbers(brands, "weight"), len(home))
    brand_name = texts(brands, "brand")[brand]
    colour = texts(colours, "colour")[rng.integers(0, colours.num_rows, len(home))]
    nouns = [line.split(";") for line in table["nouns"].to_pylist()]
    thing = [nouns[c][int(u * len(nouns[c]))] for c, u in zip(home, rng.random(len(home)), strict=True)]
    dollars = np.floor(np.exp(rng.normal(np.log(numbers(table, "price")[home]), 0.45)))
    return Store(
        category=category,
        page=np.array([_page(path) for path in category], dtype=object),
        group=np.array([path.split("/")[1] for path in category], dtype=object),
        weight=numbers(table, "weight"),
        shelves=_shelves(category, home, brand_name),
        sku=np.array([f"SDE{100_000 + 7 * i}" for i in range(len(home))], dtype=object),
        name=np.array([" ".join(part) for part in zip(brand_name, thing, colour, strict=True)], dtype=object),
        home=home,
        price=np.maximum(dollars, 1).astype(np.int64) * MICROS + 990_000,
    )


def _page(path: str) -> str:
    """Return the address of a category's page, spelled as the real store spells its own."""
    steps = path.removeprefix("Home/").rstrip("/").lower()
    for old, new in (("'", "+"), ("-", "+"), (" & ", "++"), (" ", "+")):
        steps = steps.replace(old, new)
    return f"/shop/{steps}"


def _shelves(category: _Texts, home: Ints, brand: _Texts) -> Shelves:
    """Put each product on its category's shelf, those above it, and its brand's."""
    shelves = []
    for path in category:
        if path.startswith("Home/Shop by Brand/"):
            name = path.split("/")[2]
            shelves.append(np.flatnonzero(brand == name) if name else np.arange(len(home)))
        else:
            below = np.array([c.startswith(path) for c in category])
            shelves.append(np.flatnonzero(below[home]))
    size = np.array([len(shelf) for shelf in shelves])
    return Shelves(np.concatenate(shelves), np.cumsum(size) - size, size)
