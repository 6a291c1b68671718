"""How many segments."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.preprocessing import MinMaxScaler

from segdesk.clustering.choose import DOCUMENT_WEIGHTS, Candidate, Weights, choose, combined
from segdesk.errors import InputError
from segdesk.project.settings import Choose

NAN = float("nan")


def candidates(*rows):
    """Candidates from (k, inertia, silhouette, Calinski-Harabasz, Davies-Bouldin)."""
    return [Candidate(*row) for row in rows]


def only_silhouettes(first_k, *values):
    """Candidates that differ in the silhouette alone."""
    return [Candidate(first_k + i, 1.0, value, 1.0, 1.0) for i, value in enumerate(values)]


SWEEP = candidates(
    (2, 900.0, 0.30, 400.0, 1.30),
    (3, 600.0, 0.42, 520.0, 0.90),
    (4, 450.0, 0.41, 510.0, 0.95),
    (5, 390.0, 0.35, 470.0, 1.10),
)


@given(
    st.lists(st.tuples(*[st.floats(0.001, 1e6)] * 4), min_size=1, max_size=25),
    st.tuples(*[st.sampled_from([0.0, 1.0, 2.5])] * 4).filter(any),
)
def test_the_combined_score_is_the_weighted_mean_that_min_max_scaling_gives(rows, weights):
    scaled = MinMaxScaler().fit_transform(np.array(rows))
    scaled[:, [0, 3]] = 1 - scaled[:, [0, 3]]
    expected = scaled @ weights / sum(weights)

    found = combined([Candidate(k, *row) for k, row in enumerate(rows, 2)], Weights(*weights))

    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-12)


def test_by_default_inertia_does_not_count():
    moved = [replace(c, inertia=1.0) for c in SWEEP]

    assert choose(SWEEP).combined == choose(moved).combined
    assert (
        choose(SWEEP, weights=DOCUMENT_WEIGHTS).combined != choose(moved, weights=DOCUMENT_WEIGHTS).combined
    )


@pytest.mark.parametrize(
    ("by", "k", "score"),
    [(Choose.COMBINED, 3, "1.000"), (Choose.SILHOUETTE, 3, "0.420"), (Choose.DAVIES_BOULDIN, 3, "0.900")],
)
def test_the_best_k_is_explained_in_one_sentence(by, k, score):
    choice = choose(SWEEP, by)

    assert choice.k == k
    assert choice.reason.startswith("3 segments have the ")
    assert score in choice.reason
    assert "of the 4 numbers tried" in choice.reason
    assert choice.warning is None


def test_the_order_of_the_sweep_does_not_matter():
    assert choose(SWEEP[::-1]) == choose(SWEEP)


def test_of_equally_good_ones_the_smallest_wins():
    assert choose(only_silhouettes(2, 0.1, 0.5, 0.5, 0.2), Choose.SILHOUETTE).k == 3


def test_a_failed_k_is_left_out_of_choice_and_scaling():
    failed = Candidate(6, NAN, NAN, NAN, NAN)
    choice = choose([*SWEEP, failed])

    assert choice.k == 3
    assert choice.combined[:4] == choose(SWEEP).combined
    assert np.isnan(choice.combined[4])


def test_a_k_without_silhouette_can_still_win_by_davies_bouldin():
    odd = Candidate(6, 300.0, NAN, 400.0, 0.5)

    assert choose([*SWEEP, odd], Choose.DAVIES_BOULDIN).k == 6
    assert choose([*SWEEP, odd]).k == 3


@pytest.mark.parametrize("sweep", [[], [Candidate(2, NAN, NAN, NAN, NAN)]])
def test_a_sweep_without_scores_is_refused(sweep):
    with pytest.raises(InputError, match="No number of segments could be scored"):
        choose(sweep)


def test_the_number_asked_for_is_taken():
    choice = choose(SWEEP, 5)

    assert (choice.k, choice.reason, choice.warning) == (5, "5 segments, as asked for.", None)
    assert choice.combined == choose(SWEEP).combined


def test_a_number_that_is_not_there_or_failed_is_refused():
    with pytest.raises(InputError, match="9 segments cannot be chosen: that number is not part"):
        choose(SWEEP, 9)
    with pytest.raises(InputError, match="6 segments cannot be chosen: that number failed"):
        choose([*SWEEP, Candidate(6, NAN, NAN, NAN, NAN)], 6)


def test_a_single_k_is_chosen_without_a_warning():
    choice = choose(SWEEP[1:2])

    assert (choice.k, choice.reason, choice.warning) == (
        3,
        "3 segments, the only number that was tried.",
        None,
    )


def test_the_ends_of_the_range_are_warned_of():
    assert "largest number tried" in choose(only_silhouettes(2, 0.1, 0.2, 0.3), Choose.SILHOUETTE).warning
    assert "smallest number tried" in choose(only_silhouettes(3, 0.3, 0.2, 0.1), Choose.SILHOUETTE).warning
    assert choose(only_silhouettes(2, 0.3, 0.2, 0.1), Choose.SILHOUETTE).warning is None


def test_a_choice_that_another_range_would_turn_over_is_warned_of():
    sweep = candidates(
        (2, 0.0, 0.10, 400.0, 1.0),
        (3, 0.0, 0.60, 410.0, 1.0),
        (4, 0.0, 0.50, 430.0, 1.0),
        (5, 0.0, 0.20, 405.0, 1.0),
        (6, 0.0, 0.10, 1.0, 1.0),  # so bad that it makes all other differences look small
    )

    assert choose(sweep[:4]).k == 4
    assert choose(sweep).k == 3
    assert choose(sweep).warning == "The choice depends on the range: from 2 to 5 it would be 4."
    assert choose(sweep, Choose.SILHOUETTE).warning is None
