"""The warehouse on this machine: what the contract does not say."""

import threading
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from segdesk.errors import InputError, SegdeskError, WarehouseError
from segdesk.tasks.task import Cancelled
from segdesk.warehouse.base import CanLocate, Warehouse
from segdesk.warehouse.embedded import EmbeddedWarehouse

USERS = "id,name,country\n1,Ann,France\n2,Bob,Japan\n3,Cid,\n"
SLOW = "SELECT COUNT(*) AS n FROM " + ", ".join(f"UNNEST(GENERATE_ARRAY(1, 10000)) AS x{i}" for i in range(4))


@pytest.fixture
def users(over) -> EmbeddedWarehouse:
    return over({"users.csv": USERS, "orders.csv": "id,user_id\n1,1\n"})


def refusal(act, *arguments) -> str:
    def to_the_end() -> None:
        result = act(*arguments)
        if isinstance(result, pa.RecordBatchReader):
            result.read_all()

    with pytest.raises(SegdeskError) as refused:
        to_the_end()
    return str(refused.value)


class TestQueries:
    def test_parameters_have_their_types(self, users):
        found = users.query(
            "SELECT @s AS s, @i + @i AS i, @f / 2 AS f, @b AS b, @d AS d, DATE_DIFF(@d, "
            "DATE '2024-01-01', DAY) "
            "AS n, @t AS t",
            {
                "s": "O'Hara",
                "i": 2_000_000_000,
                "f": 1.0,
                "b": True,
                "d": date(2024, 1, 31),
                "t": datetime(2024, 1, 1, 5),  # noqa: DTZ001 - UTC is meant
            },
        ).read_all()
        assert found.to_pylist() == [
            {
                "s": "O'Hara",
                "i": 4_000_000_000,
                "f": 0.5,
                "b": True,
                "d": date(2024, 1, 31),
                "n": 30,
                "t": datetime(2024, 1, 1, 5, tzinfo=UTC),
            }
        ]

    @pytest.mark.parametrize(("country", "ids"), [(None, [1, 2, 3]), ("Japan", [2])])
    def test_a_parameter_may_be_null(self, users, rows, country, ids):
        sql = "SELECT id FROM users WHERE @country IS NULL OR country = @Country ORDER BY id"
        found = users.query(sql, {"country": country, "unused": 1}).read_all()
        assert found.column("id").to_pylist() == ids

    def test_a_missing_parameter_is_named(self, users):
        assert "needs a value for @country" in refusal(users.query, "SELECT @country AS c")

    def test_every_integer_leaves_as_int64_and_every_float_as_float64(self, users):
        found = users.query(
            "SELECT 1 AS a, SUM(id) AS b, COUNT(*) AS c, COUNTIF(id > 1) AS d, [SUM(id)] AS e, "
            "STRUCT(SUM(id) AS x) AS f, "
            "AVG(id) AS g, 2.5 AS h, EXTRACT(YEAR FROM DATE '2024-01-01') AS i, LENGTH('ab') AS "
            "j, CAST(NULL AS STRING) "
            "AS k, NULL AS l FROM users"
        ).read_all()
        assert [str(field.type) for field in found.schema][:4] == ["int64"] * 4
        assert str(found.schema.field("e").type) == "list<element: int64>".replace(
            "element", found.schema.field("e").type.value_field.name
        )
        assert found.schema.field("f").type == pa.struct({"x": pa.int64()})
        assert found.schema.field("g").type == found.schema.field("h").type == pa.float64()
        assert found.schema.field("k").type == pa.string()
        assert found.to_pylist()[0]["b"] == 6

    def test_columns_are_named_as_typed(self, users):
        found = users.query(
            "SELECT ID, u.Name, COUNT(*), 1 AS One FROM users AS u GROUP BY id, name"
        ).read_all()
        assert found.column_names == ["ID", "Name", "f0_", "One"]

    def test_two_columns_of_one_name_are_refused(self, users):
        assert "'ID'" in refusal(users.query, "SELECT id, 2 AS ID FROM users")

    def test_a_sum_beyond_int64_is_an_error(self, users):
        message = refusal(users.query, "SELECT SUM(x) AS s FROM UNNEST([9223372036854775807, 1]) AS x")
        assert "INT64" in message

    def test_rows_come_in_batches_and_not_all_at_once(self, users):
        reader = users.query("SELECT x FROM UNNEST(GENERATE_ARRAY(1, 1000000)) AS x")
        first = reader.read_next_batch()
        assert 0 < first.num_rows < 1_000_000
        assert first.num_rows + sum(batch.num_rows for batch in reader) == 1_000_000

    def test_two_queries_can_be_read_side_by_side(self, users):
        one = users.query("SELECT x FROM UNNEST(GENERATE_ARRAY(1, 300000)) AS x")
        two = users.query("SELECT x FROM UNNEST(GENERATE_ARRAY(1, 200000)) AS x")
        sizes = [one.read_next_batch().num_rows, two.read_next_batch().num_rows]
        assert sizes[0] + sum(batch.num_rows for batch in one) == 300_000
        assert sizes[1] + sum(batch.num_rows for batch in two) == 200_000

    def test_names_of_projects_and_datasets_do_not_matter(self, users, rows):
        sql = "SELECT users.id FROM `bigquery-public-data.thelook_ecommerce.users` WHERE users.id = 1"
        assert rows(users, sql) == [{"id": 1}]


class TestErrors:
    @pytest.mark.parametrize(
        ("sql", "says"),
        [
            (
                "SELECT\n  id\nFROM usrs",
                "no table usrs: it is named at line 3, column 6. Did you mean users?",
            ),
            ("SELECT 1 FROM nothing_like_it", "There are orders, users"),
            ("SELECT id,\n  nme FROM users", "no column nme at line 2, column 3"),
            ("SELECT u.nme FROM users AS u", "no column nme at line 1, column 10"),
            ("SELECT x.id FROM users AS u", "x at line 1, column 8"),
            ("SELECT FROBNICATE(id) FROM users", "no function frobnicate at line 1, column 8"),
            ("SELECT id FROM users, orders", "id is ambiguous"),
            ("SELECT name, COUNT(*) FROM users", "name must appear in GROUP BY"),
            ("SELECT id FROM users WHERE = 3", "an expression is missing near '3' at line 1, column 30"),
            ("SELECT (1 FROM users", "line 1"),
            ("SELECT 1; SELECT 2", "there are 2"),
            ("", "there are 0"),
            ("SELECT 1 / (id - 1) AS x FROM users", "division by zero. Guard it"),
            ("SELECT CAST(name AS INT64) AS x FROM users", "'Ann' is not an INT64"),
            ("SELECT FORMAT(name, 1) FROM users", "FORMAT needs a text in quotes"),
            ("SELECT FORMAT('%d') AS x", "fewer values than places"),
            ("SELECT FORMAT('x', 1) AS x", "more values than places"),
            ("SELECT 1 FROM `ga_sessions_*`", "no table ga_sessions_*"),
        ],
    )
    def test_a_bad_query_is_explained_with_its_place(self, users, sql, says):
        message = refusal(users.query, sql)
        assert says.lower() in message.lower()
        assert "duckdb" not in message.lower()

    def test_an_error_halfway_is_explained_too(self, users):
        reader = users.query("SELECT SQRT(500000 - x) AS r FROM UNNEST(GENERATE_ARRAY(1, 1000000)) AS x")
        with pytest.raises(WarehouseError, match="SQRT"):
            reader.read_all()

    def test_an_error_does_not_spoil_the_next_query(self, users, rows):
        refusal(users.query, "SELECT nope FROM users")
        assert rows(users, "SELECT COUNT(*) AS n FROM users") == [{"n": 3}]

    def test_a_file_that_goes_away_is_explained(self, users, tmp_path):
        users.schema("users")
        (tmp_path / "users.csv").unlink()
        assert "users.csv is not there any more" in refusal(users.query, "SELECT * FROM users")

    def test_a_file_that_is_broken_in_the_meantime_is_explained(self, users, tmp_path):
        users.schema("users")
        (tmp_path / "users.csv").write_text(USERS + "4,Dee\n")
        assert "line 5, column 3 (country) is missing" in refusal(users.query, "SELECT * FROM users")

    def test_an_amount_of_memory_that_is_none(self, tmp_path):
        (tmp_path / "t.csv").write_text("a\n1\n")
        assert "'lots' is not an amount of memory" in refusal(
            lambda: EmbeddedWarehouse(tmp_path, memory_limit="lots")
        )


class TestClosedIn:
    """A person's SQL reaches the tables of the source, and no other file."""

    @pytest.mark.parametrize(
        "sql",
        [
            "SELECT * FROM read_csv('{secret}')",
            "SELECT * FROM read_text('{secret}')",
            "SELECT * FROM '{secret}'",
            "SELECT * FROM `{secret}`",
            "SELECT * FROM glob('/*')",
            "SELECT * FROM duckdb_settings()",
            "SELECT * FROM query('SELECT 1')",
            "SELECT * FROM information_schema.tables",
            "SELECT * FROM sqlite_master",
            "SELECT (SELECT MAX(content) FROM read_text('{secret}')) AS x FROM users",
            "WITH a AS (SELECT * FROM read_csv('{secret}')) SELECT * FROM a",
            "COPY (SELECT 1) TO '{secret}'",
            "EXPORT DATA OPTIONS (uri='{secret}') AS SELECT 1",
            "ATTACH '{secret}'",
            "INSTALL httpfs",
            "SET threads = 1",
            "PRAGMA database_list",
            "CREATE TABLE x AS SELECT 1 AS a",
            "DROP TABLE users",
            "DELETE FROM users WHERE TRUE",
            "SELECT 1 INTO OUTFILE '{secret}'",
        ],
    )
    def test_nothing_else_can_be_read_or_written(self, users, tmp_path_factory, sql):
        secret = tmp_path_factory.mktemp("elsewhere") / "secret.csv"
        secret.write_text("a\nhidden\n")
        sql = sql.replace("{secret}", str(secret))
        assert "hidden" not in refusal(users.query, sql)
        assert secret.read_text() == "a\nhidden\n"
        if not sql.startswith(("CREATE", "DROP")):
            refusal(users.execute, sql)

    def test_views_cannot_read_elsewhere_either(self, users, tmp_path):
        refusal(users.execute, f"CREATE VIEW v AS SELECT * FROM read_csv('{tmp_path}/users.csv')")
        refusal(users.execute, "CREATE TABLE t (a INT64)")
        refusal(users.execute, "CREATE TABLE users AS SELECT 1 AS id")
        refusal(users.execute, "DROP TABLE users")

    def test_even_duckdb_itself_is_closed_in(self, users, tmp_path_factory):
        secret = tmp_path_factory.mktemp("elsewhere") / "secret.csv"
        secret.write_text("a\nhidden\n")
        import duckdb

        for statement in (f"SELECT * FROM read_csv('{secret}')", "SET enable_external_access = true"):
            with pytest.raises(duckdb.Error):
                users._database.execute(statement)

    def test_variables_of_the_program_are_no_tables(self, users):
        frame = pa.table({"a": [1]})
        assert "no table frame" in refusal(users.query, "SELECT * FROM frame")
        assert frame.num_rows == 1


class TestMade:
    def test_views_are_seen_by_queries_and_keep_their_parameters(self, users, rows):
        users.execute("CREATE OR REPLACE VIEW `some` AS SELECT id FROM users WHERE id >= @low", {"low": 2})
        assert rows(users, "SELECT COUNT(*) AS n FROM some") == [{"n": 2}]
        assert [(column.name, column.type) for column in users.schema("some")] == [("id", "INT64")]

    @pytest.mark.parametrize(
        ("value", "kind"),
        [
            ("O'Hara", "STRING"),
            (2**40, "INT64"),
            (-3, "INT64"),
            (0.1, "FLOAT64"),
            (True, "BOOL"),
            (date(2024, 1, 31), "DATE"),
            (datetime(2024, 1, 31, 1, 2, 3, 456, tzinfo=UTC), "TIMESTAMP"),
        ],
    )
    def test_parameters_of_tables_have_their_types(self, users, rows, value, kind):
        users.execute("CREATE TABLE made AS SELECT @v AS v, @none IS NULL AS n", {"v": value, "none": None})
        assert rows(users, "SELECT v FROM made WHERE n") == [{"v": value}]
        assert users.schema("made")[0].type == kind

    def test_a_loaded_table_hides_a_file_until_it_is_dropped(self, users, rows):
        users.load("orders", pa.table({"total": [1.5]}))
        assert rows(users, "SELECT * FROM orders") == [{"total": 1.5}]
        users.drop("orders")
        assert rows(users, "SELECT * FROM orders") == [{"id": 1, "user_id": 1}]

    def test_made_tables_are_not_among_the_sources(self, users):
        users.load("extra", pa.table({"a": [1]}))
        assert [table.name for table in users.tables()] == ["orders", "users"]

    def test_drop_by_statement(self, users):
        users.execute("CREATE VIEW v AS SELECT 1 AS a")
        users.execute("DROP VIEW v")
        users.execute("DROP VIEW IF EXISTS v")
        assert "no table v" in refusal(users.schema, "v")
        assert "was not made here" in refusal(users.drop, "v")

    def test_require_on_made_tables(self, users):
        users.execute("CREATE TABLE made AS SELECT 1 AS a, 'x' AS b")
        users.require("made", {"a": "FLOAT64", "b": "STRING"})
        assert "made.b must be INT64: it is STRING" in refusal(users.require, "made", {"b": "INT64"})
        assert "made has no column c: it has a, b" in refusal(users.require, "made", {"c": "INT64"})


class TestCancel:
    @pytest.mark.parametrize("act", ["query", "execute"])
    def test_a_running_statement_stops(self, users, act):
        outcome: list[BaseException] = []
        begun = threading.Event()

        def work() -> None:
            begun.set()
            try:
                if act == "query":
                    users.query(SLOW).read_all()
                else:
                    users.execute(f"CREATE TABLE slow AS {SLOW}")
            except Exception as stopped:  # noqa: BLE001 - whatever it is
                outcome.append(stopped)

        thread = threading.Thread(target=work)
        thread.start()
        begun.wait()
        while thread.is_alive():
            users.cancel()
            thread.join(0.05)
        assert [type(stopped) for stopped in outcome] == [Cancelled]

    def test_a_query_that_is_half_read_stops_at_its_next_batch(self, users):
        reader = users.query("SELECT x FROM UNNEST(GENERATE_ARRAY(1, 5000000)) AS x")
        reader.read_next_batch()
        users.cancel()
        with pytest.raises(Cancelled):
            reader.read_all()

    def test_a_cancelled_warehouse_goes_on_answering(self, users, rows):
        users.cancel()
        reader = users.query("SELECT id FROM users")
        users.cancel()
        with pytest.raises(Cancelled):
            reader.read_all()
        assert rows(users, "SELECT COUNT(*) AS n FROM users") == [{"n": 3}]

    def test_looking_at_a_large_file_stops(self, over):
        warehouse = over({"big.csv": "a,b,c\n" + "12345,hello world,2024-01-01 00:00:00\n" * 400_000})
        outcome: list[BaseException] = []

        def work() -> None:
            try:
                warehouse.tables()
            except Exception as stopped:  # noqa: BLE001 - whatever it is
                outcome.append(stopped)

        thread = threading.Thread(target=work)
        thread.start()
        while not warehouse._running and thread.is_alive():
            pass
        warehouse.cancel()
        thread.join()
        assert [type(stopped) for stopped in outcome] == [Cancelled]
        assert warehouse.tables()[0].rows == 400_000


class TestLifetime:
    def test_closing_removes_the_temporary_folder_and_stops_readers(self, users):
        folder = Path(users._folder)
        reader = users.query("SELECT x FROM UNNEST(GENERATE_ARRAY(1, 5000000)) AS x")
        reader.read_next_batch()
        assert folder.is_dir()
        users.close()
        assert not folder.exists()
        with pytest.raises(Cancelled):
            reader.read_all()
        users.close()

    def test_what_exceeds_the_memory_goes_to_the_temporary_folder(self, tmp_path):
        (tmp_path / "t.csv").write_text("a\n1\n")
        with EmbeddedWarehouse(tmp_path, memory_limit="150MB") as warehouse:
            sql = (
                "SELECT COUNT(*) AS n, MAX(r) AS m FROM (SELECT x, ROW_NUMBER() OVER (ORDER BY "
                "FORMAT('%d-%s', MOD(x * "
                "7919, 1000003), REPEAT('y', 60)), x) AS r FROM UNNEST(GENERATE_ARRAY(1, 2000000)) AS x)"
            )
            assert warehouse.query(sql).read_all().to_pylist() == [{"n": 2_000_000, "m": 2_000_000}]

    def test_a_half_read_query_can_be_left(self, users):
        reader = users.query("SELECT x FROM UNNEST(GENERATE_ARRAY(1, 5000000)) AS x")
        reader.read_next_batch()
        reader.close()
        del reader
        assert not users._running

    def test_it_is_what_the_protocols_ask_for(self, users):
        warehouse: Warehouse = users
        assert isinstance(warehouse, CanLocate)
        assert users.source.endswith(str(Path(users.source).name))


def test_files_are_looked_at_only_when_they_are_needed(over, rows):
    warehouse = over({"good.csv": "a\n1\n", "bad.csv": "a,a\n1,2\n"})
    assert rows(warehouse, "SELECT a FROM good") == [{"a": 1}]
    with pytest.raises(InputError, match=r"bad\.csv"):
        warehouse.schema("bad")


def test_real_tables(thelook_2k, rows):
    with EmbeddedWarehouse(thelook_2k) as warehouse:
        counts = {table.name: table.rows for table in warehouse.tables()}
        assert counts == {
            "users": 2000,
            "orders": 2524,
            "order_items": 3656,
            "products": 29120,
            "events": 48952,
        }
        warehouse.require(
            "order_items", {"sale_price": "FLOAT64", "created_at": "TIMESTAMP", "order_id": "INT64"}
        )
        assert rows(
            warehouse, "SELECT COUNTIF(city = 'null') > 0 AS has, COUNTIF(city IS NULL) AS n FROM users"
        ) == [{"has": True, "n": 0}]
