"""Clouds of customers, and a published model, for the tests of clustering."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import csv

import segdesk.clustering  # noqa: F401 - sets OMP_WAIT_POLICY before a test module imports scikit-learn


@dataclass(frozen=True)
class Penguins:
    """A k-means model that BigQuery ML made, as its published output describes it.

    Attributes
    ----------
    table
        The 344 training rows: palmerpenguins (Gorman, Williams and Fraser, 2014; CC0) with the column names
        and the one sex "." of BigQuery's public copy.
    centroids
        Three rows like the table's, but with the share of each sex.
    evaluated, detected
        Rows for which ML.EVALUATE and ML.DETECT_ANOMALIES were published.
    """

    table: pa.Table
    centroids: np.ndarray
    evaluated: pa.Table
    detected: pa.Table


def _rows(*rows):
    names = ("culmen_length_mm", "culmen_depth_mm", "flipper_length_mm", "sex")
    return pa.table(dict(zip(names, zip(*rows, strict=True), strict=True)))


@pytest.fixture(scope="session")
def penguins():
    """The penguins model; its figures are in the tests of googleapis/python-bigquery-dataframes."""
    options = csv.ConvertOptions(strings_can_be_null=True)
    table = csv.read_csv(Path(__file__).parent / "data" / "penguins.csv", convert_options=options)
    centroids = np.array(
        [  # the three lengths, then the shares of ".", FEMALE, MALE and _null_filler
            [47.509677, 14.993548, 217.040123, 1 / 124, 59 / 124, 61 / 124, 3 / 124],
            [38.207813, 18.03125, 187.992188, 0, 80 / 128, 44 / 128, 4 / 128],
            [47.036346, 18.834808, 197.1612, 0, 26 / 92, 63 / 92, 3 / 92],
        ]
    )
    evaluated = _rows(
        (37.5, 18.5, 199.0, "MALE"),
        (55.8, 19.8, 207.0, "MALE"),
        (39.7, 18.9, 184.0, "MALE"),
        (43.8, 13.9, 208.0, "FEMALE"),
    )
    detected = _rows(
        (39.5, 18.8, 196.0, "MALE"), (38.5, 17.2, 181.0, "FEMALE"), (37.9, 18.1, 188.0, "FEMALE")
    )
    return Penguins(table, centroids, evaluated, detected)


@pytest.fixture
def make_blobs():
    """Round groups of customers, well apart, in float64: the matrix and the group of each."""

    def make(sizes=(60, 50, 40, 30), *, d=4, spread=1.0, seed=0):
        random = np.random.default_rng(seed)
        middles = random.normal(scale=10, size=(len(sizes), d))
        labels = np.repeat(np.arange(len(sizes)), sizes).astype(np.int32)
        shuffled = random.permutation(len(labels))
        X = middles[labels] + random.normal(scale=spread, size=(len(labels), d))
        return X[shuffled], labels[shuffled]

    return make


@pytest.fixture(scope="session")
def customers():
    """A shop's customers: skewed amounts, gaps, and two features of which one is three times the other."""
    random = np.random.default_rng(7)
    n = 3_000
    orders = random.poisson(1.8, n).astype(float)
    basket = np.round(random.lognormal(3.8, 0.7, n), 2)
    monthly = random.exponential(0.4, n)
    months = random.integers(0, 60, n).astype(float)
    monthly[random.random(n) < 0.1] = np.nan
    basket[orders == 0] = np.nan
    return pa.table(
        {
            "total_orders": orders,
            "avg_basket": pa.array(basket, from_pandas=True),
            "total_revenue": pa.array(np.round(basket * orders, 2), from_pandas=True),
            "months_since_last_order": months,
            "freq_orders_per_month": pa.array(monthly, from_pandas=True),
            "freq_orders_per_quarter": pa.array(monthly * 3, from_pandas=True),
        }
    )
