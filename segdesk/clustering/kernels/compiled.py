"""The inner loops compiled by numba, once for each number of columns, kept on disk.

A loop over a known number of columns is unrolled, and the loop over customers around it becomes vector
instructions. For that its counter has to be unsigned: a signed one might count from an array's end, and the
check for it costs a factor of seven. Nothing here holds the interpreter, so threads run side by side.
"""

from functools import lru_cache
from typing import Any

import numpy as np
from numba import njit

from segdesk.clustering.arrays import Codes, Floats, Indices, Labels
from segdesk.clustering.kernels.protocol import Columns, Kernels, Rows, Singles

_TILE = np.uint64(512)
"""Customers whose distances to the centers stay in the fastest cache."""
_CHUNK = np.uint64(256)
"""Distances that are summed in single precision before they go into the double sum."""

# Sums may be taken in any order, or nothing could be done in parallel; NaN and infinity stay what they are.
_options: dict[str, Any] = {
    "nogil": True,
    "cache": True,
    "error_model": "numpy",
    "fastmath": {"contract", "nsz", "reassoc"},
}
_count = np.uint64


@lru_cache
def compiled(d: int) -> Kernels:
    """Return the loops for ``d`` columns; each is compiled when it is first called."""

    @njit(**_options)
    def step(
        X: Columns,
        weights: Singles,
        centers: Singles,
        labels: Labels,
        begin: int,
        end: int,
        sums: Floats,
        counts: Floats,
    ) -> int:
        half = np.empty(len(centers), np.float32)
        for j in range(len(centers)):
            square = 0.0
            for c in range(d):
                square += np.float64(centers[j, c]) * centers[j, c]
            half[j] = square / 2
        best = np.empty(_TILE, np.float32)
        nearest = np.empty(_TILE, np.int32)
        changed = 0
        for start in range(_count(begin), _count(end), _TILE):
            m = min(_TILE, _count(end) - start)
            for t in range(m):
                best[t] = np.inf
                nearest[t] = 0
            for j in range(len(centers)):
                center, height, number = centers[j], half[j], np.int32(j)
                for t in range(m):
                    score = height
                    for c in range(d):
                        score -= X[c, start + t] * center[c]
                    nearer = score < best[t]
                    best[t] = score if nearer else best[t]
                    nearest[t] = number if nearer else nearest[t]
            for t in range(m):
                i = start + t
                new, was = nearest[t], labels[i]
                if new == was:
                    continue
                changed += 1
                labels[i] = new
                weight = np.float64(weights[i])
                counts[new] += weight
                for c in range(d):
                    sums[new, c] += weight * X[c, i]
                if was >= 0:
                    counts[was] -= weight
                    for c in range(d):
                        sums[was, c] -= weight * X[c, i]
        return changed

    @njit(**_options)
    def potentials(X: Columns, weights: Singles, nearest: Singles, candidates: Singles, out: Floats) -> None:
        n = _count(X.shape[1])
        for start in range(_count(0), n, _TILE):
            m = min(_TILE, n - start)
            for j in range(len(candidates)):
                candidate = candidates[j]
                total = np.float32(0)
                for t in range(m):
                    i = start + t
                    square = np.float32(0)
                    for c in range(d):
                        difference = X[c, i] - candidate[c]
                        square += difference * difference
                    total += weights[i] * min(square, nearest[i])
                out[j] += total

    @njit(**_options)
    def approach(X: Columns, center: Singles, nearest: Singles) -> None:
        for i in range(_count(X.shape[1])):
            square = np.float32(0)
            for c in range(d):
                difference = X[c, i] - center[c]
                square += difference * difference
            nearest[i] = min(square, nearest[i])

    @njit(**_options)
    def spread(
        X: Columns,
        weights: Singles,
        centers: Floats,
        labels: Labels,
        begin: int,
        end: int,
        distances: Floats,
        squares: Floats,
    ) -> None:
        for i in range(_count(begin), _count(end)):
            own = labels[i]
            square = 0.0
            for c in range(d):
                difference = X[c, i] - centers[own, c]
                square += difference * difference
            distances[own] += weights[i] * np.sqrt(square)
            squares[own] += weights[i] * square

    @njit(**_options)
    def simplified(X: Columns, centers: Singles, labels: Labels, begin: int, end: int, out: Singles) -> None:
        own, other = np.empty(_TILE, np.float32), np.empty(_TILE, np.float32)
        for start in range(_count(begin), _count(end), _TILE):
            m = min(_TILE, _count(end) - start)
            for t in range(m):
                other[t] = np.inf
                own[t] = 0
            for j in range(len(centers)):
                center, number = centers[j], np.int32(j)
                for t in range(m):
                    i = start + t
                    square = np.float32(0)
                    for c in range(d):
                        difference = X[c, i] - center[c]
                        square += difference * difference
                    mine = labels[i] == number
                    own[t] = square if mine else own[t]
                    other[t] = other[t] if mine else min(square, other[t])
            for t in range(m):
                a, b = np.sqrt(own[t]), np.sqrt(other[t])
                larger = max(a, b)
                out[start + t] = (b - a) / larger if larger > 0 else np.float32(0)

    @njit(**_options)
    def silhouettes(
        tile: Columns,
        own: Labels,
        rows: Rows,
        weights: Singles,
        cells: Indices,
        clusters: Labels,
        sizes: Floats,
        ends: Indices,
        out: Floats,
    ) -> None:
        m, labelings = _count(tile.shape[1]), len(ends)
        sums = np.zeros((len(sizes), m))
        near = np.empty(m, np.float32)
        for cell in range(len(cells) - 1):
            for first in range(_count(cells[cell]), _count(cells[cell + 1]), _CHUNK):
                for i in range(m):
                    near[i] = 0
                for j in range(first, min(first + _CHUNK, _count(cells[cell + 1]))):
                    weight = weights[j]
                    for i in range(m):
                        square = np.float32(0)
                        for c in range(d):
                            difference = tile[c, i] - rows[j, c]
                            square += difference * difference
                        near[i] += weight * np.sqrt(square)
                for labeling in range(labelings):
                    total = sums[clusters[labeling, cell]]
                    for i in range(m):
                        total[i] += near[i]
        for labeling in range(labelings):
            first_cluster = 0 if labeling == 0 else ends[labeling - 1]
            for i in range(m):
                mine = own[labeling, i]
                size = sizes[mine]
                other = np.inf
                for cluster in range(first_cluster, ends[labeling]):
                    if cluster != mine and sizes[cluster] > 0:
                        other = min(other, sums[cluster, i] / sizes[cluster])
                a = sums[mine, i] / max(size - 1, 1.0)
                larger = max(a, other)
                out[labeling, i] = (other - a) / larger if size > 1 and larger > 0 else 0.0

    return Kernels(step, potentials, approach, spread, simplified, silhouettes)


@njit(**_options)
def grouped(codes: Codes) -> tuple[Indices, Indices]:
    """Return the first row (u,) of each different code, in their order, and the group (n,) of each row."""
    n = len(codes)
    bits = 1
    while 1 << bits < 2 * n:
        bits += 1
    slots = np.full(1 << bits, -1, np.int32)
    last = (1 << bits) - 1
    first = np.empty(n, np.int64)
    group = np.empty(n, np.int64)
    found = 0
    for i in range(n):
        code = codes[i]
        # The highest bits of the product depend on all bits of the code (Knuth's multiplicative hashing).
        slot = np.int64((code * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - bits))
        while True:
            here = slots[slot]
            if here < 0:
                slots[slot] = found
                first[found] = i
                group[i] = found
                found += 1
                break
            if codes[first[here]] == code:
                group[i] = here
                break
            slot = (slot + 1) & last
    return first[:found].copy(), group
