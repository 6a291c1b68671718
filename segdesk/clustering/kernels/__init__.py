"""The inner loops of clustering: compiled where numba is installed, in NumPy elsewhere."""

import os
from importlib.util import find_spec

from segdesk.clustering.arrays import Codes, Indices
from segdesk.clustering.kernels import plain
from segdesk.clustering.kernels.protocol import Columns, Kernels, Rows, Singles

__all__ = ["Columns", "Kernels", "Rows", "Singles", "are_compiled", "grouped", "kernels"]

PLAIN = "SEGDESK_PLAIN_LOOPS"
"""Environment variable: set to anything, it leaves numba aside."""


def are_compiled() -> bool:
    """Whether the loops are compiled ones. Looks without importing numba, which takes half a second."""
    return not os.environ.get(PLAIN) and find_spec("numba") is not None


def kernels(d: int) -> Kernels:
    """Return the loops for ``d`` columns."""
    if not are_compiled():
        return plain.plain()
    from segdesk.clustering.kernels.compiled import compiled

    return compiled(d)


def grouped(codes: Codes) -> tuple[Indices, Indices]:
    """Return the first row (u,) of each different code, in their order, and the group (n,) of each row."""
    if not are_compiled():
        return plain.grouped(codes)
    from segdesk.clustering.kernels import compiled

    found: tuple[Indices, Indices] = compiled.grouped(codes)
    return found
