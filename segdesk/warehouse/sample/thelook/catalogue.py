"""What the shop sells."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from segdesk.warehouse.sample.columns import characters, chosen, integers
from segdesk.warehouse.sample.draw import Floats, Ints, Shelves, weighted
from segdesk.warehouse.sample.words import ascii_letters, numbers, texts, words

SCHEMA = pa.schema(
    [
        ("id", pa.int64()),
        ("cost", pa.float64()),
        ("category", pa.string()),
        ("name", pa.string()),
        ("brand", pa.string()),
        ("retail_price", pa.float64()),
        ("department", pa.string()),
        ("sku", pa.string()),
        ("distribution_center_id", pa.int64()),
    ]
)

WOMEN, MEN = 0, 1
_DEPARTMENTS = ("Women", "Men")
_NAMELESS, _BRANDLESS = 2, 24
"""Products without a name or a brand, as the public set has them."""
_ENDINGS = np.array([0.0, 0.5, 0.95, 0.99])


@dataclass(frozen=True)
class Catalogue:
    """The products, and how to draw one for a customer.

    Attributes
    ----------
    table
        The products table; product ``i`` has id ``i + 1``.
    price
        Shape (products,).
    categories
        Products by category, cheapest first; the categories of women first.
    departments
        Products by department (`WOMEN`, `MEN`), cheapest first.
    popularity
        Share of products of each category within its department; shape (2, categories).
    department_uri, product_uri
        The pages of each product, without a host.
    """

    table: pa.Table
    price: Floats
    categories: Shelves
    departments: Shelves
    popularity: Floats
    department_uri: npt.NDArray[np.object_]
    product_uri: npt.NDArray[np.object_]


def make(rng: np.random.Generator) -> Catalogue:
    """Make about 29,000 products from the word lists."""
    kinds = words("thelook_categories")
    count = numbers(kinds, "products").astype(np.int64)
    category = np.repeat(np.arange(len(count)), count)
    department = (texts(kinds, "department") == "Men").astype(np.int64)[category]
    brands = words("brands")
    # A few brands make most of the products.
    brand = weighted(rng, 1.0 / np.arange(3, brands.num_rows + 3), len(category))
    price = _prices(rng, kinds, category, numbers(brands, "price_factor")[brand])
    brand_names, titles = texts(brands, "brand")[brand], texts(kinds, "category")[category]
    departments = np.array(_DEPARTMENTS, dtype=object)[department]
    names = _names(rng, kinds, category, departments, brand_names)
    pages = [
        f"/department/{d.lower()}/category/{t.lower().replace(' ', '')}/brand/{ascii_letters(b)}"
        for d, t, b in zip(departments, titles, brand_names, strict=True)
    ]
    gaps = rng.choice(len(category), _NAMELESS + _BRANDLESS, replace=False)
    names[gaps[:_NAMELESS]] = None
    brand_names[gaps[_NAMELESS:]] = None
    size = len(category)
    table = pa.table(
        [
            integers(np.arange(1, size + 1)),
            pa.array(np.round(price * rng.triangular(0.33, 0.48, 0.67, size), 4)),
            chosen(titles, np.arange(size)),
            pa.array(names, pa.string()),
            pa.array(brand_names, pa.string()),
            pa.array(price),
            chosen(_DEPARTMENTS, department),
            _skus(rng, size),
            integers(weighted(rng, (39, 39, 37, 28, 21, 26, 27, 29, 27, 19), size) + 1),
        ],
        schema=SCHEMA,
    )
    of = texts(kinds, "department")
    popularity = np.stack([np.where(of == d, count, 0.0) for d in _DEPARTMENTS])
    return Catalogue(
        table,
        price,
        Shelves.of(category, price),
        Shelves.of(department, price),
        popularity,
        np.array(pages, dtype=object),
        np.array([f"/product/{i}" for i in range(1, size + 1)], dtype=object),
    )


def _prices(rng: np.random.Generator, kinds: pa.Table, category: Ints, factor: Floats) -> Floats:
    """Draw prices: log-normal around the category's, times the brand's factor, with shop-like endings."""
    # The brand's factor already spreads the prices by about a third of a natural logarithm.
    spread = np.sqrt(np.maximum(numbers(kinds, "spread")[category] ** 2 - 0.34**2, 0.04))
    middle = np.log(numbers(kinds, "price")[category])
    raw = np.exp(rng.normal(middle, spread)) * factor
    ending = _ENDINGS[weighted(rng, (5, 1, 2, 4), len(raw))]
    prices: Floats = np.clip(np.floor(raw) + ending, 2.0, 999.0)
    return prices


def _names(
    rng: np.random.Generator,
    kinds: pa.Table,
    category: Ints,
    departments: npt.NDArray[np.object_],
    brands: npt.NDArray[np.object_],
) -> npt.NDArray[np.object_]:
    styles = texts(words("styles"), "style")
    nouns = [line.split(";") for line in kinds["nouns"].to_pylist()]
    style, noun, shape = (rng.random(len(category)) for _ in range(3))
    named = []
    for i, kind in enumerate(category):
        here = nouns[kind]
        look, what = styles[int(style[i] * len(styles))], here[int(noun[i] * len(here))]
        thing = f"{departments[i]}'s {look} {what}"
        named.append(f"{thing} by {brands[i]}" if shape[i] < 0.5 else f"{brands[i]} {thing}")
    return np.array(named, dtype=object)


def _skus(rng: np.random.Generator, size: int) -> pa.Array:
    figures = np.frombuffer(b"0123456789ABCDEF", dtype=np.uint8)
    return characters(figures[rng.integers(0, 16, (size, 32))])
