"""FARM_FINGERPRINT is FarmHash's Fingerprint64; tests/zetasql compares more values with GoogleSQL itself."""

import pyarrow as pa
import pytest

from segdesk.warehouse.fingerprint import farm_fingerprint

# The first three stand in BigQuery's documentation, the others are from GoogleSQL's reference evaluator.
PUBLISHED = {
    "1footrue": -1541654101129638711,
    "2applefalse": 2794438866806483259,
    "3true": -4880158226897771312,
    "": -7286425919675154353,
    "a": -5528939962900187677,
}


@pytest.mark.parametrize(("value", "fingerprint"), PUBLISHED.items())
def test_known_values(value: str, fingerprint: int):
    assert farm_fingerprint(pa.array([value])).to_pylist() == [fingerprint]


def test_null_stays_null_and_repeated_values_repeat():
    found = farm_fingerprint(pa.array(["a", None, "1footrue", "a"])).to_pylist()
    assert found == [PUBLISHED["a"], None, PUBLISHED["1footrue"], PUBLISHED["a"]]


def test_slices_chunks_bytes_and_nothing():
    values = pa.array(["x", "a", None, "3true", "y"])
    assert farm_fingerprint(values[1:4]).to_pylist() == [PUBLISHED["a"], None, PUBLISHED["3true"]]
    chunked = pa.chunked_array([["a"], [], ["3true", "a"]], pa.string())
    assert farm_fingerprint(chunked).to_pylist() == [PUBLISHED["a"], PUBLISHED["3true"], PUBLISHED["a"]]
    assert farm_fingerprint(pa.array([b"a"])).to_pylist() == [PUBLISHED["a"]]
    assert farm_fingerprint(pa.array([], pa.string())).to_pylist() == []
    assert farm_fingerprint(pa.array([None], pa.string())).to_pylist() == [None]


def test_a_value_does_not_depend_on_those_beside_it():
    values = ["k" * n for n in range(200)]
    together = farm_fingerprint(pa.array(values)).to_pylist()
    assert together == [farm_fingerprint(pa.array([value])).to_pylist()[0] for value in values]
    assert len(set(together)) == 200
