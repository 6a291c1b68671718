"""Features that say the same: correlation, variance inflation, exact linear dependence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from segdesk.clustering.arrays import Flags, Floats
from segdesk.clustering.columns import only_column
from segdesk.clustering.summary import floats, is_number
from segdesk.clustering.tables import Source, in_blocks
from segdesk.tasks.task import Task

THRESHOLD = 0.95
HIGH_INFLATION = 10.0
_EXACT = 1e-9
"""Unexplained share of the variance below which only rounding is left."""
_NEGLIGIBLE = 1e-6


@dataclass(frozen=True, eq=False)
class Correlation:
    """How features go along with one another.

    Attributes
    ----------
    names
        d features.
    matrix
        (d, d) Pearson correlations, each over the rows that have both features; NaN where one of them does
        not vary there or is no number.
    rows
        (d, d) number of those rows.
    """

    names: tuple[str, ...]
    matrix: Floats
    rows: Floats


@dataclass(frozen=True)
class Pair:
    """Two features that say nearly the same."""

    first: str
    second: str
    correlation: float
    sentence: str


@dataclass(frozen=True)
class Dependence:
    """A feature that others give exactly: ``name = constant + sum of factor x feature``.

    Attributes
    ----------
    name
        The feature that is too much.
    on
        Features before it, with their factors in the units of the data.
    constant
        In its own unit.
    sentence
        The same for a person.
    """

    name: str
    on: tuple[tuple[str, float], ...]
    constant: float
    sentence: str


@dataclass(frozen=True, eq=False)
class Inflation:
    """How far each feature follows from all others together.

    Attributes
    ----------
    names
        d features.
    factors
        (d,) variance inflation ``1 / (1 - R²)``: 1 for a feature of its own, infinite for one that the
        others give exactly, NaN for one that does not vary or is no number.
    rows
        Rows with every varying feature; only these were used.
    dependences
        The exact ones, each told once.
    warnings
        Sentences: the exact dependences, finite factors above 10, too few rows.
    """

    names: tuple[str, ...]
    factors: Floats
    rows: int
    dependences: tuple[Dependence, ...]
    warnings: tuple[str, ...]


def correlations(table: Source, names: Sequence[str], *, task: Task | None = None) -> Correlation:
    """Return the correlation of each pair of columns over the rows that have both.

    Reads a block of rows at a time. Infinite values count as missing. Raises `InputError` if a column is not
    there.
    """
    sums = _sums(table, names, complete=False, task=task)
    return Correlation(tuple(names), sums.correlation(), sums.rows)


def collinear(correlation: Correlation, threshold: float = THRESHOLD) -> tuple[Pair, ...]:
    """Return the pairs whose correlation is at least ``threshold`` either way, the strongest first."""
    upper = np.triu(np.abs(correlation.matrix) >= threshold, 1)
    pairs = [_pair(correlation, i, j) for i, j in np.argwhere(upper).tolist()]
    return tuple(sorted(pairs, key=lambda pair: -abs(pair.correlation)))


def inflation(table: Source, names: Sequence[str], *, task: Task | None = None) -> Inflation:
    """Return variance inflation factors and exact linear dependences, over the rows that have every feature.

    A feature that does not vary, or is no number, is left out of it. Without more rows than features nothing
    can be said: the factors are NaN. Raises `InputError` if a column is not there.
    """
    varying = [
        name for name, span in zip(names, _spans(table, names, False, task), strict=True) if span.varies
    ]
    sums = _sums(table, varying, complete=True, task=task)
    rows, R = int(sums.rows.max(initial=0)), sums.correlation()
    used = np.flatnonzero(np.isfinite(np.diag(R)))
    if rows <= len(varying):
        used = used[:0]
    factors = np.full(len(varying), np.nan)
    factors[used] = _inflation_factors(R[np.ix_(used, used)])
    by_name = dict(zip(varying, factors.tolist(), strict=True))
    dependences = tuple(_dependences(sums, varying, R, used))
    return Inflation(
        tuple(names),
        np.array([by_name.get(name, np.nan) for name in names]),
        rows,
        dependences,
        (*(found.sentence for found in dependences), *_inflation_warnings(varying, factors, rows)),
    )


@dataclass
class _Span:
    """Number, mean and extremes of a column's usable values."""

    count: int = 0
    total: float = 0.0
    low: float = np.inf
    high: float = -np.inf

    def add(self, values: Floats) -> None:
        if values.size:
            self.count += len(values)
            self.total += float(values.sum())
            self.low, self.high = min(self.low, float(values.min())), max(self.high, float(values.max()))

    @property
    def varies(self) -> bool:
        return self.low < self.high

    @property
    def center(self) -> float:
        return self.total / self.count if self.count else 0.0

    @property
    def reach(self) -> float:
        return max(self.high - self.center, self.center - self.low) if self.varies else 1.0


@dataclass(frozen=True, eq=False)
class _Sums:
    """Sums over the rows that have both features of each pair, of ``z = (x - center) / reach``.

    Attributes
    ----------
    center, reach
        (d,) in the units of the data.
    varies
        (d,) whether there is more than one value.
    rows, first, second, product
        (d, d): number of rows; sums of z_i, of its square, and of z_i z_j, where j is there too.
    """

    center: Floats
    reach: Floats
    varies: Flags
    rows: Floats
    first: Floats
    second: Floats
    product: Floats

    def variance(self) -> Floats:
        """Return (d, d) sums of squares of z_i around its mean, where j is there too."""
        return self.second - self.first**2 / np.maximum(self.rows, 1)

    def correlation(self) -> Floats:
        """Return (d, d) Pearson correlations."""
        variance = self.variance()
        # On some pair's rows a feature may not vary although it does on others; rounding hides the zero.
        still = (variance <= 1e-13 * self.second) | ~self.varies[:, None] | (self.rows < 2)
        covariance = self.product - self.first * self.first.T / np.maximum(self.rows, 1)
        variance = np.where(still, np.nan, variance)
        R = np.clip(covariance / np.sqrt(variance * variance.T), -1, 1)
        np.fill_diagonal(R, np.where(np.isnan(np.diag(R)), np.nan, 1.0))
        return R


def _sums(table: Source, names: Sequence[str], *, complete: bool, task: Task | None) -> _Sums:
    """Add up everything in two readings; with ``complete``, over rows that have all columns only."""
    spans = _spans(table, names, complete, task)
    d = len(names)
    center = np.array([span.center for span in spans])
    reach = np.array([span.reach for span in spans])
    rows, first, second, product = (np.zeros((d, d)) for _ in range(4))
    for X in _read(table, names, complete, task):
        present = np.isfinite(X)
        Z = np.where(present, (X - center) / reach, 0.0)
        there = present.astype(np.float64)
        rows += there.T @ there
        first += Z.T @ there
        second += (Z**2).T @ there
        product += Z.T @ Z
    varies = np.array([span.varies for span in spans], bool)
    return _Sums(center, reach, varies, rows, first, second, product)


def _spans(table: Source, names: Sequence[str], complete: bool, task: Task | None) -> list[_Span]:
    spans = [_Span() for _ in names]
    for X in _read(table, names, complete, task):
        for j, span in enumerate(spans):
            span.add(X[np.isfinite(X[:, j]), j])
    return spans


def _read(table: Source, names: Sequence[str], complete: bool, task: Task | None) -> Iterator[Floats]:
    """Yield blocks (rows, d) of float64 with NaN for what is missing or no number."""
    for name in names:
        only_column(table, name)
    for block in in_blocks(table, names):
        if task:
            task.check()
        X = np.full((block.num_rows, len(names)), np.nan)
        for j, name in enumerate(names):
            data = block[name]
            if is_number(data.type):
                X[:, j] = floats(data)
        yield X[np.isfinite(X).all(axis=1)] if complete else X


def _pair(correlation: Correlation, i: int, j: int) -> Pair:
    first, second, r = correlation.names[i], correlation.names[j], float(correlation.matrix[i, j])
    if 1 - abs(r) < _EXACT:
        says = "exactly the same" if r > 0 else "exactly the opposite"
        sentence = f"{first} and {second} say {says}, which then counts twice; leave one of them out."
    else:
        says = "nearly the same" if r > 0 else "nearly the opposite"
        sentence = f"{first} and {second} say {says} (correlation {r:.3f}), which then counts almost twice."
    return Pair(first, second, r, sentence)


def _inflation_warnings(varying: Sequence[str], factors: Floats, rows: int) -> Iterator[str]:
    if len(varying) > 1 and rows <= len(varying):
        yield (
            f"Only {rows:,} customers have every feature, too few to see which features follow from others; "
            "leave out the emptiest one."
        )
    for name, factor in zip(varying, factors.tolist(), strict=True):
        if HIGH_INFLATION < factor < np.inf:
            yield (
                f"{name} follows to {1 - 1 / factor:.0%} from the other features together (variance "
                f"inflation {factor:.0f}); what they share counts several times."
            )


def _inflation_factors(R: Floats) -> Floats:
    """Return 1 / (1 - R²_j) of each feature on all others, from correlations (d, d)."""
    factors = np.ones(len(R))
    for j in range(len(R)):
        others = np.arange(len(R)) != j
        r = R[others, j]
        # Others that depend on one another have no unique coefficients, but a unique fit.
        unexplained = 1 - float(
            r @ np.linalg.pinv(R[np.ix_(others, others)], rcond=_EXACT, hermitian=True) @ r
        )
        factors[j] = np.inf if unexplained < _EXACT else max(1.0, 1 / unexplained)
    return factors


def _dependences(sums: _Sums, names: Sequence[str], R: Floats, used: np.ndarray) -> Iterator[Dependence]:
    """Find each feature that the independent ones before it give exactly."""
    spread = np.sqrt(np.diag(sums.variance())) * sums.reach
    independent: list[int] = []
    for j in used.tolist():
        weights = np.linalg.solve(R[np.ix_(independent, independent)], R[independent, j])
        if independent and 1 - float(R[independent, j] @ weights) < _EXACT:
            on = tuple(
                (i, float(weight * spread[j] / spread[i]))
                for i, weight in zip(independent, weights, strict=True)
                if abs(weight) > _NEGLIGIBLE
            )
            rest = float(sums.center[j] - sum(factor * sums.center[i] for i, factor in on))
            constant = rest if abs(rest) > _NEGLIGIBLE * sums.reach[j] else 0.0
            named = tuple((names[i], factor) for i, factor in on)
            yield Dependence(names[j], named, constant, _dependence_sentence(names[j], named, constant))
        else:
            independent.append(j)


def _dependence_sentence(name: str, on: tuple[tuple[str, float], ...], constant: float) -> str:
    terms = [(factor, f"{abs(factor):.6g} × {other}") for other, factor in on]
    if constant:
        terms.append((constant, f"{abs(constant):.6g}"))
    formula = "".join(f" {'-' if factor < 0 else '+'} {text}" for factor, text in terms)
    formula = formula.removeprefix(" + ").replace(" - ", "-", 1) if formula.startswith(" - ") else formula[3:]
    return f"{name} is exactly {formula}, so that what they share counts twice; leave one of them out."
