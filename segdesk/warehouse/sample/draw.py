"""Random draws for many customers at once."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def stream(seed: int, *path: int) -> np.random.Generator:
    """Return the random numbers of one part of the sample, independent of every other part's."""
    return np.random.default_rng([seed, *path])


def weighted(rng: np.random.Generator, weights: npt.ArrayLike, size: int) -> Ints:
    """Draw indices with probabilities proportional to ``weights``, shape (size,)."""
    cumulative = np.cumsum(np.asarray(weights, dtype=np.float64))
    found = np.searchsorted(cumulative, rng.random(size) * cumulative[-1], side="right")
    drawn: Ints = np.minimum(found, len(cumulative) - 1)
    return drawn


def weighted_rows(rng: np.random.Generator, table: Floats, rows: Ints) -> Ints:
    """Draw an option for each of ``rows``, with that row's weights in ``table``, shape (kinds, options)."""
    cumulative = np.cumsum(table, axis=1)
    cumulative /= cumulative[:, -1:]
    u = rng.random(len(rows))
    passed = (u[:, None] >= cumulative[rows]).sum(axis=1)
    drawn: Ints = np.minimum(passed, table.shape[1] - 1)
    return drawn


def geometric(rng: np.random.Generator, mean: Floats) -> Ints:
    """Draw counts 0, 1, 2, ... from geometric distributions with these means, shape of ``mean``."""
    return rng.geometric(1.0 / (1.0 + mean)) - 1


def expand(counts: Ints) -> tuple[Ints, Ints]:
    """Return, for ``counts[i]`` things of each owner i, every thing's owner and its place among the owner's.

    ``expand([2, 0, 1])`` is ``[0, 0, 2], [0, 1, 0]``.
    """
    owner = np.repeat(np.arange(len(counts)), counts)
    first = np.cumsum(counts) - counts
    return owner, np.arange(len(owner)) - first[owner]


@dataclass(frozen=True)
class Shelves:
    """Things sorted into shelves, so that one may be drawn from a different shelf for every customer.

    Attributes
    ----------
    order
        Indices of the things, shelf after shelf.
    start, size
        Each shelf's first place in ``order``, and its number of things; shape (shelves,).
    """

    order: Ints
    start: Ints
    size: Ints

    @classmethod
    def of(cls, shelf: Ints, by: npt.ArrayLike | None = None) -> "Shelves":
        """Sort things by their ``shelf`` (0, 1, ...), and on each shelf by ``by``."""
        within = np.zeros(len(shelf)) if by is None else np.asarray(by)
        size = np.bincount(shelf)
        return cls(np.lexsort((within, shelf)), np.cumsum(size) - size, size)

    def pick(self, shelf: Ints, place: Floats) -> Ints:
        """Return the things at relative places (0 to below 1) of the given shelves."""
        return self.order[self.start[shelf] + (place * self.size[shelf]).astype(np.int64)]
