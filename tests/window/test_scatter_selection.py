"""One selection for all views: what changes is told once, and nothing else."""

import numpy as np
import pytest

from segdesk.gui.selection import Selection


@pytest.fixture
def selection():
    selection = Selection()
    selection.set_known(("seg_1", "seg_2", "seg_3"))
    return selection


@pytest.fixture
def told(selection):
    told = []
    selection.segments_changed.connect(lambda: told.append("segments"))
    selection.customers_changed.connect(lambda: told.append("customers"))
    selection.k_changed.connect(lambda: told.append("k"))
    return told


def test_a_hidden_segment_can_be_shown_again(selection, told):
    selection.toggle("seg_2")
    assert selection.shown == ("seg_1", "seg_3")
    selection.toggle("seg_2")
    assert selection.hidden == frozenset()
    assert told == ["segments", "segments"]


def test_one_segment_alone_and_all_again(selection):
    selection.isolate("seg_2")
    assert selection.shown == ("seg_2",)
    selection.show_all()
    assert selection.shown == ("seg_1", "seg_2", "seg_3")


def test_segments_that_are_gone_are_forgotten(selection, told):
    selection.set_hidden({"seg_1", "seg_3"})
    selection.select_segments({"seg_3"})
    selection.set_known(("seg_1", "seg_2"))
    assert selection.hidden == {"seg_1"}
    assert selection.segments == frozenset()
    assert told == ["segments"] * 3


def test_customers_are_kept_in_order_and_once(selection, told):
    selection.select_customers([5, 2, 5])
    assert selection.customers.tolist() == [2, 5]
    assert not selection.customers.flags.writeable
    selection.select_customers(np.array([2, 5]))
    assert told == ["customers"]
    selection.clear_customers()
    assert len(selection.customers) == 0
    assert told == ["customers"] * 2


def test_what_is_so_already_is_not_told(selection, told):
    selection.show_all()
    selection.select_segments(())
    selection.clear_customers()
    selection.select_k(None)
    selection.set_known(("seg_1", "seg_2", "seg_3"))
    assert told == []


def test_the_k_that_is_looked_at(selection, told):
    selection.select_k(7)
    selection.select_k(7)
    assert selection.k == 7
    assert told == ["k"]


def test_what_is_pointed_at_is_highlighted_and_leaves_what_was_picked(selection, told):
    selection.toggle_picked("seg_2")
    selection.point_at("seg_1")
    assert selection.segments == {"seg_1"}
    assert selection.picked == {"seg_2"}
    selection.point_at(None)
    assert selection.segments == {"seg_2"}
    selection.toggle_picked("seg_2")
    assert selection.segments == frozenset()
    assert told == ["segments"] * 4
