from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from segdesk.clustering.matrix import FeaturePlan, Pipeline
from segdesk.clustering.tables import in_blocks
from segdesk.errors import InputError
from segdesk.project import customers
from segdesk.project.customers import Selection
from segdesk.project.file import Project
from segdesk.project.settings import Transform
from segdesk.warehouse.recipes import Kind

CUSTOMERS = 1_000


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "spring.segdesk") as made:
        table = pa.table(
            {
                "id": pa.array([(7 * i) % CUSTOMERS for i in range(CUSTOMERS)]),
                "orders": pa.array([i % 5 for i in range(CUSTOMERS)]),
                "country": pa.array([None if i % 9 == 0 else f"Country {i % 4}" for i in range(CUSTOMERS)]),
            }
        )
        with made.transaction():
            customers.store(
                made, "parametric", table.to_reader(64), key_column="id", key="id", never_bought="orders"
            )
        yield made


@pytest.mark.parametrize("rows", [1, 64, 799, 800, 801])
def test_blocks_are_full_and_follow_the_key(project: Project, rows: int) -> None:
    some = Selection(project, "orders > 0")
    found = list(some.blocks(["id", "orders"], rows))
    assert [block.num_rows for block in found[:-1]] == [rows] * (len(found) - 1)
    together = pa.concat_tables(found)
    assert together.num_rows == some.num_rows == 800
    assert together["id"].to_pylist() == sorted(together["id"].to_pylist())
    assert together.equals(customers.read(project, ["id", "orders"], "orders > 0").combine_chunks())


def test_a_column_is_that_of_the_same_customers(project: Project) -> None:
    some = Selection(project, "orders = 3")
    assert some["orders"].to_pylist() == [3] * 200
    assert some.column_names == ["id", "orders", "country"]


def test_a_name_twice_is_read_once_from_a_table_and_from_the_project(project: Project) -> None:
    everyone = Selection(project)
    table = customers.read(project, everyone.column_names)
    for source in (everyone, table):
        first = next(in_blocks(source, ["country", "id", "country"], 10))
        assert (first.column_names, first.num_rows) == (["country", "id"], 10)


def test_a_pipeline_learns_and_gives_the_same_from_the_project_as_from_a_table(project: Project) -> None:
    plans = [FeaturePlan("orders", transform=Transform.LOG1P), FeaturePlan("country", Kind.CATEGORY)]
    everyone = Selection(project)
    table = customers.read(project, everyone.column_names)
    for pca in (0, 2):
        here, there = Pipeline(plans, pca=pca), Pipeline(plans, pca=pca)
        np.testing.assert_array_equal(here.fit_transform(everyone), there.fit_transform(table))
        assert here.to_json() == there.to_json()


def test_a_feature_that_the_project_lacks_is_named(project: Project) -> None:
    fitted = Pipeline([FeaturePlan("orders")]).fit(Selection(project))
    project.connection.execute("ALTER TABLE parametric RENAME orders TO buys")
    with pytest.raises(InputError, match="no single column orders"):
        fitted.transform(Selection(project))


def test_nobody_gives_no_block(project: Project) -> None:
    assert list(Selection(project, "orders > 99").blocks(["id"], 10)) == []
