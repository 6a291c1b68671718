"""Getting the compiled loops ready."""

from dataclasses import fields

from segdesk.clustering.kernels import PLAIN, Kernels
from segdesk.clustering.kernels.compiled import compiled
from segdesk.clustering.warm_up import USUAL, warm_up


def test_every_loop_is_compiled_for_the_usual_numbers_of_columns():
    warm_up()
    for d in USUAL:
        loops = compiled(d)
        assert all(getattr(loops, field.name).signatures for field in fields(Kernels)), d


def test_nothing_is_compiled_where_numba_is_left_aside(monkeypatch):
    monkeypatch.setenv(PLAIN, "1")
    compiled.cache_clear()
    warm_up()
    assert compiled.cache_info().currsize == 0
