"""Segments as a GoogleSQL CASE."""

from decimal import Decimal

import duckdb
import numpy as np
import pyarrow as pa
import pytest
import sqlglot
from hypothesis import given, settings
from hypothesis import strategies as st

from segdesk.clustering import kmeans
from segdesk.clustering.matrix import FeaturePlan, Pipeline
from segdesk.clustering.rules import find_rules
from segdesk.errors import InputError
from segdesk.warehouse.recipes import Feature, Kind


def evaluated(sql, table):
    """What the CASE says of each row, according to DuckDB."""
    statement = f"SELECT {sql} AS segment FROM customers"
    with duckdb.connect() as connection:
        connection.register("customers", table.append_column("row_number", pa.array(range(table.num_rows))))
        return [
            row[0]
            for row in connection.execute(
                sqlglot.transpile(statement + " ORDER BY row_number", read="bigquery", write="duckdb")[0]
            ).fetchall()
        ]


def agreement(rules, table, labels):
    """The share of rows on which the evaluated CASE gives the segment's name."""
    return np.mean(np.array(evaluated(rules.sql, table)) == [f"seg_{label + 1}" for label in labels])


def test_the_sql_gives_the_trees_answer_for_every_customer(customers):
    X = Pipeline([FeaturePlan(name) for name in customers.column_names]).fit_transform(customers)
    labels = kmeans.fit(X, 8, starts=2).labels

    rules = find_rules(customers, labels, [Feature(name) for name in customers.column_names])

    assert 0.85 < rules.fidelity < 1
    assert agreement(rules, customers, labels) == rules.fidelity
    names = evaluated(rules.sql, customers)
    for segment in range(8):
        inside = [name for name, label in zip(names, labels, strict=True) if label == segment]
        assert rules.recall[segment] == pytest.approx(inside.count(f"seg_{segment + 1}") / len(inside))


def test_every_customer_meets_exactly_one_rule(customers):
    labels = (customers["total_orders"].to_numpy() > 2).astype(np.int32)
    labels[np.isnan(customers["freq_orders_per_month"].to_numpy())] = 2
    rules = find_rules(customers, labels, [Feature(name) for name in customers.column_names])

    met = np.zeros(customers.num_rows, int)
    for rule in rules.rules:
        applies = np.array(evaluated(f"COALESCE({rule.condition}, FALSE)", customers))
        assert applies.sum() == rule.customers
        assert (labels[applies] == rule.segment).sum() == rule.correct
        met += applies

    assert set(met) == {1}
    assert rules.fidelity == 1
    assert [rule.segment for rule in rules.rules] == sorted(rule.segment for rule in rules.rules)


def test_thresholds_are_short_numbers():
    spent = np.r_[np.linspace(0, 19.873, 50), np.linspace(21.2871, 99, 50)]
    rules = find_rules(pa.table({"spent": spent}), (spent > 20).astype(np.int32), [Feature("spent")])

    assert [rule.condition for rule in rules.rules] == ["spent <= 20.0", "spent > 20.0"]


def test_neighbouring_doubles_that_are_one_float32_are_not_torn_apart():
    low = 1.0
    values = np.array([low, np.nextafter(low, 2), np.nextafter(low, 2) + 1e-12, 1.0000002, 1.0000003] * 4)
    labels = (values > 1.00000015).astype(np.int32)

    rules = find_rules(pa.table({"x": values}), labels, [Feature("x")], min_customers=1)

    assert rules.fidelity == 1
    assert agreement(rules, pa.table({"x": values}), labels) == 1


def test_missing_values_follow_the_tree():
    x = [1.0, 2.0, None, 8.0, 9.0] * 10
    for segment_of_missing in (0, 1, 2):
        labels = np.array([0, 0, segment_of_missing, 1, 1] * 10, np.int32)
        table = pa.table({"x": pa.array(x)})

        rules = find_rules(table, labels, [Feature("x")])

        assert rules.fidelity == 1
        assert agreement(rules, table, labels) == 1
        assert "IS NULL" in rules.sql


def test_only_whether_a_value_is_missing_can_make_the_rule():
    table = pa.table({"x": pa.array([1.0, None, 2.0, None] * 10)})
    rules = find_rules(table, np.array([0, 1] * 20, np.int32), [Feature("x")])

    assert [rule.condition for rule in rules.rules] == ["NOT x IS NULL", "x IS NULL"]
    assert agreement(rules, table, np.array([0, 1] * 20)) == 1


def test_nan_is_missing_in_sql_too():
    table = pa.table({"x": pa.array([1.0, float("nan"), 9.0, None] * 10, from_pandas=False)})
    labels = np.array([0, 2, 1, 2] * 10, np.int32)

    rules = find_rules(table, labels, [Feature("x")])

    assert agreement(rules, table, labels) == rules.fidelity == 1


@pytest.mark.parametrize(
    "values",
    [
        ["it's", 'a "b"', None, "back\\slash"],
        [1, 2, None, 3],
        [True, False, None, True],
        pa.array(["x", "y", None, "z"]).dictionary_encode(),
    ],
)
def test_categories_of_any_type_and_spelling_are_asked_for(values):
    column = values if isinstance(values, pa.Array) else pa.array(values)
    table = pa.table({"c": pa.chunked_array([column] * 10)})
    texts = table["c"].to_pylist()
    labels = np.array([0 if text == texts[0] else 1 if text is None else 2 for text in texts], np.int32)

    rules = find_rules(table, labels, [Feature("c", kind=Kind.CATEGORY)])

    assert agreement(rules, table, labels) == rules.fidelity == 1


def test_names_that_sql_reserves_are_quoted_and_segments_may_have_names():
    table = pa.table({"order": [1, 2, 3, 4] * 5, "my column": [1, 1, 2, 2] * 5})
    labels = np.array([0, 1, 2, 3] * 5, np.int32)
    names = ["Loyal", "At risk", "It's new", "Lost"]

    rules = find_rules(table, labels, [Feature("order"), Feature("my column")], names=names)

    assert evaluated(rules.sql, table) == [names[label] for label in labels]


def test_whole_numbers_and_decimals_are_compared_exactly():
    whole = list(range(-20, 20))
    table = pa.table(
        {"i": pa.array(whole), "d": pa.array([Decimal(i) / 4 for i in whole], pa.decimal128(9, 2))}
    )
    labels = np.array([(i > -7) + (i > 5) for i in whole], np.int32)

    for feature in ("i", "d"):
        rules = find_rules(table, labels, [Feature(feature)])
        assert agreement(rules, table, labels) == rules.fidelity == 1


def test_the_depth_limits_the_rules(customers):
    labels = customers["months_since_last_order"].to_numpy().astype(np.int32) // 10
    features = [Feature("months_since_last_order")]

    assert len(find_rules(customers, labels, features, depth=1).rules) == 2
    assert len(find_rules(customers, labels, features).rules) == 6


def test_a_segment_too_small_for_a_rule_has_no_recall(customers):
    labels = np.zeros(customers.num_rows, np.int32)
    labels[:2] = 1
    rules = find_rules(customers, labels, [Feature("total_orders")], names=["a", "b", "c"])

    assert rules.recall[:2] == (1, 0)
    assert np.isnan(rules.recall[2])
    assert rules.fidelity == pytest.approx(1 - 2 / customers.num_rows)
    assert set(evaluated(rules.sql, customers)) == {"a"}


def test_one_segment_needs_no_condition():
    table = pa.table({"x": [1, 2]})
    assert evaluated(find_rules(table, np.zeros(2, np.int32), [Feature("x")]).sql, table) == ["seg_1"] * 2


def test_a_feature_that_is_missing_is_named():
    with pytest.raises(InputError, match="age"):
        find_rules(pa.table({"x": [1]}), np.zeros(1, np.int32), [Feature("age")])


def test_a_tree_that_grew_on_some_customers_is_judged_by_all(customers, monkeypatch):
    monkeypatch.setattr("segdesk.clustering.rules.TREE_ROWS", 300)
    labels = (customers["total_orders"].to_numpy() > 2).astype(np.int32)
    features = [Feature(name) for name in customers.column_names]

    rules = find_rules(customers, labels, features)

    assert sum(rule.customers for rule in rules.rules) == customers.num_rows > 300
    assert agreement(rules, customers, labels) == pytest.approx(rules.fidelity)
    assert rules == find_rules(customers, labels, features)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.one_of(st.none(), st.floats(-1e6, 1e6), st.sampled_from([0.1, 0.2, 0.3, 1e-9])),
            st.sampled_from(["a", "b", None]),
            st.integers(0, 2),
        ),
        min_size=2,
        max_size=40,
    )
)
def test_sql_and_tree_agree_on_any_table(rows):
    x, c, segments = zip(*rows, strict=True)
    table = pa.table({"x": pa.array(x, pa.float64()), "c": pa.array(c, pa.string())})
    labels = np.array(segments, np.int32)

    rules = find_rules(table, labels, [Feature("x"), Feature("c", kind=Kind.CATEGORY)], min_customers=1)

    assert agreement(rules, table, labels) == pytest.approx(rules.fidelity)
    assert sum(rule.customers for rule in rules.rules) == len(rows)
