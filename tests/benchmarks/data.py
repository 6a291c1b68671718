"""Customers to race on: the same for the same name and number, standardised, in float32."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
Floats = NDArray[np.float64]

_SEED = 5


@dataclass(frozen=True)
class DataSet:
    """A matrix that can be made again.

    Attributes
    ----------
    name
        As a file may be named.
    title
        What is said of it.
    rows
        Customers.
    make
        Makes the table (n, d), not yet standardised, from the number of customers and a generator.
    """

    name: str
    title: str
    rows: int
    make: Callable[[int, np.random.Generator], Floats]

    def matrix(self) -> Matrix:
        """Return the matrix (n, d): means 0, standard deviations 1."""
        table = self.make(self.rows, np.random.default_rng([_SEED, self.rows]))
        table -= table.mean(axis=0)
        table /= table.std(axis=0)
        return np.ascontiguousarray(table, np.float32)


def shop(rows: int) -> DataSet:
    """Return an online shop's customers under the six features of the published marketing engine."""
    return DataSet(f"shop-{rows}", f"{rows:,} customers of a shop, 6 features", rows, _shop)


def wide(rows: int) -> DataSet:
    """Return customers under thirty features, none of which follows from others, and no two alike."""
    return DataSet(f"wide-{rows}", f"{rows:,} customers, 30 features, no repeated rows", rows, _wide)


def apart(rows: int) -> DataSet:
    """Return twelve groups of customers, well apart."""
    return DataSet(f"apart-{rows}", f"{rows:,} customers in 12 groups well apart, 6 features", rows, _apart)


def cloud(rows: int) -> DataSet:
    """Return customers without any groups: one normal distribution."""
    return DataSet(f"cloud-{rows}", f"{rows:,} customers without any groups, 6 features", rows, _cloud)


def _shop(n: int, random: np.random.Generator) -> Floats:
    """A fifth never bought; of the others more than half bought once, at a price of the catalogue.

    Those who bought once repeat each other: prices and months are not many. Who never bought has no last
    order and gets the mean. The quarterly frequency is three times the monthly one.
    """
    orders = np.where(random.random(n) < 0.2, 0, random.geometric(0.6, n))
    once = orders == 1
    catalogue = np.round(random.lognormal(3.8, 0.7, 5_000), 1)
    basket = random.lognormal(3.8, 0.7 / np.sqrt(np.maximum(orders, 1)))
    basket[once] = catalogue[random.integers(0, len(catalogue), int(once.sum()))]
    basket[orders == 0] = 0
    since = np.floor(random.gamma(1.5, 12.0 / np.maximum(orders, 1)))
    since = np.minimum(since, 60)
    between = np.where(orders > 1, random.integers(1, 25, n), 0)
    monthly = orders / np.maximum(since + between, 1)
    since[orders == 0] = since[orders > 0].mean()
    return np.column_stack([orders, basket, orders * basket, since, monthly, 3 * monthly])


def _wide(n: int, random: np.random.Generator) -> Floats:
    """Eight overlapping groups, features that are correlated, a third of them skewed."""
    groups = random.normal(scale=1.5, size=(8, 30))
    mixing = random.normal(size=(30, 30)) / np.sqrt(30) + np.eye(30)
    table = groups[random.integers(0, 8, n)] + random.normal(size=(n, 30))
    table = table @ mixing
    np.exp(table[:, :10] / 4, out=table[:, :10])
    return table


def _apart(n: int, random: np.random.Generator) -> Floats:
    middles = random.uniform(-20, 20, (12, 6))
    group = random.choice(12, n, p=random.dirichlet(np.full(12, 5.0)))
    return middles[group] + random.normal(size=(n, 6))


def _cloud(n: int, random: np.random.Generator) -> Floats:
    return random.normal(size=(n, 6))
