"""Get the compiled loops ready while nobody waits: loaded from disk, or compiled the first time."""

from itertools import islice

import numpy as np

from segdesk.clustering.kernels import are_compiled
from segdesk.clustering.points import points
from segdesk.clustering.scores import score_found
from segdesk.clustering.search import search
from segdesk.clustering.silhouettes import silhouettes

USUAL = (4, 5, 3, 6)
"""Independent columns that the built-in recipes give, the most usual first."""


def warm_up() -> None:
    """Run every loop once for the usual numbers of columns, on a handful of made-up customers."""
    if not are_compiled():
        return
    for d in USUAL:
        different = points(np.random.default_rng(0).normal(size=(64, d)).astype(np.float32))
        found = list(islice(search(different, starts=1, seed=0), 3))
        score_found(different, found[-1])
        for rows in (0, 8):
            silhouettes(different, [found[-1].labels], rows=rows)
