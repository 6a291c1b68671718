"""Every shipped statement is GoogleSQL, and gives on the embedded warehouse the rows that GoogleSQL gives."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from segdesk.paths import resource
from segdesk.warehouse.sql import bind
from segdesk.writing.labels import GivenLabel, case_statement

SQL = resource("sql")
IN_THE_WAREHOUSE_ONLY = ("bigquery_access", "bigquery_ml", "bigquery_ai")
"""Folders of statements that the embedded warehouse cannot run; they have tests of their own."""

FILES = sorted(
    name
    for name in (path.relative_to(SQL).as_posix() for path in SQL.rglob("*.sql"))
    if not name.startswith(IN_THE_WAREHOUSE_ONLY)
)

THELOOK = {
    "users": """SELECT * FROM UNNEST([
        STRUCT(1 AS id, 'Ann' AS first_name, 'ann@example.com' AS email, 'France' AS country,
               TIMESTAMP '2023-01-05 10:00:00+00' AS created_at),
        (2, 'Bob', 'bob@example.com', 'France', TIMESTAMP '2023-03-01 00:00:00+00'),
        (3, 'Cid', 'cid@example.com', 'Japan', TIMESTAMP '2023-06-30 23:59:59+00'),
        (4, 'Dee', 'ann@example.com', CAST(NULL AS STRING), TIMESTAMP '2024-01-31 12:00:00+00'),
        (5, 'Eve', 'eve@example.com', 'Japan', TIMESTAMP '2024-03-02 00:00:01+00')])""",
    "orders": """SELECT * FROM UNNEST([
        STRUCT(10 AS order_id, 1 AS user_id, 'Complete' AS status,
               TIMESTAMP '2023-02-28 23:59:59+00' AS created_at),
        (11, 1, 'Shipped', TIMESTAMP '2023-12-31 08:00:00+00'),
        (12, 2, 'Cancelled', TIMESTAMP '2023-05-05 08:00:00+00'),
        (13, 3, 'Complete', TIMESTAMP '2024-03-01 00:00:00+00'),
        (14, 3, 'Returned', TIMESTAMP '2024-01-15 08:00:00+00'),
        (15, 2, CAST(NULL AS STRING), TIMESTAMP '2024-02-29 23:59:59+00'),
        (16, 5, 'Complete', TIMESTAMP '2024-03-05 10:00:00+00')])""",
    "order_items": """SELECT * FROM UNNEST([
        STRUCT(100 AS id, 10 AS order_id, 1 AS user_id, 1 AS product_id, 'Complete' AS status,
               19.99 AS sale_price),
        (101, 10, 1, 2, 'Complete', 5.5), (102, 11, 1, 1, 'Shipped', 19.99),
        (103, 11, 1, 3, 'Returned', 80.0),
        (104, 12, 2, 2, 'Cancelled', 5.5), (105, 13, 3, 3, 'Complete', 80.0),
        (106, 13, 3, 4, 'Complete', 0.01),
        (107, 14, 3, 1, 'Returned', 19.99), (108, 15, 2, 4, CAST(NULL AS STRING), 0.02),
        (109, 15, 2, 2, 'Processing', 5.5), (110, 16, 5, 2, 'Complete', 5.5)])""",
    "products": """SELECT * FROM UNNEST([
        STRUCT(1 AS id, 'Linen Shirt' AS name), (2, 'Wool Sock'), (3, 'Rain Coat'),
        (4, CAST(NULL AS STRING))])""",
    "events": """SELECT * FROM UNNEST([
        STRUCT(1 AS id, 1 AS user_id, 'home' AS event_type, TIMESTAMP '2023-01-01 00:00:00+00' AS created_at),
        (2, 1, 'purchase', TIMESTAMP '2023-02-28 23:00:00+00'),
        (3, 1, 'cart', TIMESTAMP '2023-12-31 07:00:00+00'),
        (4, 1, 'cancel', TIMESTAMP '2023-12-31 07:00:00+00'), (5, CAST(NULL AS INT64), 'product',
        TIMESTAMP '2024-01-01 00:00:00+00'), (6, 3, 'department', TIMESTAMP '2024-03-01 23:59:59+00'),
        (7, 3, 'purchase', TIMESTAMP '2024-03-09 00:00:00+00')])""",
}


EXPORT = json.loads(resource("schemas", "ga_sessions.json").read_text(encoding="utf-8"))
"""The fields of the Analytics export: a statement may name any of them."""


def _written(kind: Any, value: Any) -> str:
    """Write a value of the export's schema as GoogleSQL; what is not given is NULL, of its type."""
    if isinstance(kind, str):
        shown = "NULL" if value is None else repr(value)
        return f"CAST({shown} AS {kind})"
    if isinstance(kind, list):
        elements = [_written(kind[0], element) for element in value or []]
        return f"[{', '.join(elements)}]" if elements else f"ARRAY<{_type(kind[0])}>[]"
    given = value or {}
    assert set(given) <= set(kind), f"not in the export: {set(given) - set(kind)}"
    return f"STRUCT({', '.join(f'{_written(k, given.get(name))} AS `{name}`' for name, k in kind.items())})"


def _type(kind: Any) -> str:
    if isinstance(kind, str):
        return kind
    if isinstance(kind, list):
        return f"ARRAY<{_type(kind[0])}>"
    return f"STRUCT<{', '.join(f'`{name}` {_type(k)}' for name, k in kind.items())}>"


def _product(name: str, category: str, price: int, **more: Any) -> dict[str, Any]:
    """Return a product of a hit; money is in millionths, as in the export."""
    return {"v2ProductName": name, "v2ProductCategory": category, "productPrice": price, **more}


def _hit(
    number: int, kind: str, action: str, *products: dict[str, Any], **transaction: Any
) -> dict[str, Any]:
    return {
        "hitNumber": number,
        "type": kind,
        "eCommerceAction": {"action_type": action},
        "product": list(products),
        "transaction": transaction,
    }


def _session(
    day: str, visitor: str, visit: int, country: str, system: str, client: str, *hits: dict[str, Any]
) -> str:
    values = {
        "date": day,
        "fullVisitorId": visitor,
        "clientId": client,
        "visitId": visit,
        "visitStartTime": visit,
        "visitNumber": 1,
        "device": {"operatingSystem": system},
        "geoNetwork": {"country": country},
        "customDimensions": [{"index": 1, "value": f"crm-{client}"}, {"index": 4, "value": "EMEA"}],
        "hits": list(hits),
    }
    columns = [f"{_written(kind, values.get(name))} AS `{name}`" for name, kind in EXPORT.items()]
    return f"SELECT '{day}' AS _TABLE_SUFFIX, {', '.join(columns)}"


SHIRT = _product("Shirt", "Home/Apparel/Men/", 16990000)
SHIRT_SHOWN = SHIRT | {"isImpression": True}
SHIRT_BOUGHT = SHIRT | {"productQuantity": 2, "productRevenue": 36000000, "productSKU": "s"}
PEN_BOUGHT = _product(
    "Pen", "Home/Office/Writing/", 1990000, productQuantity=3, isImpression=False, productSKU="p"
)
BAG = _product("Bag", "Home/Bags/", 99990000)
UNSET = _product("Mug", "${escCatTitle}", 8500000, productQuantity=1)
PLAIN = _product("Sticker", "Accessories", 990000, productQuantity=1, productRevenue=990000)

ORDER = {"transactionId": "T1", "transactionRevenue": 41970000}
US = "United States"
GA360 = {
    "ga_sessions_*": "\nUNION ALL ".join(
        (
            _session("20160801", "0005", 1470046245, US, "Linux", "c1", _hit(1, "PAGE", "0", SHIRT_SHOWN),
                     _hit(2, "EVENT", "2", SHIRT), _hit(3, "EVENT", "6", SHIRT_BOUGHT, PEN_BOUGHT, **ORDER),
                     _hit(4, "PAGE", "6", SHIRT_BOUGHT, PEN_BOUGHT, SHIRT, **ORDER)),
            _session("20160802", "0005", 1470132645, US, "Macintosh", "c1",
                     _hit(1, "EVENT", "1", BAG, UNSET)),
            _session("20160802", "77", 1470132000, US, "Windows", "c2", _hit(1, "PAGE", "6", UNSET, PLAIN)),
            _session("20160831", "77", 1472600000, US, "Windows", "c2", _hit(1, "EVENT", "0", PEN_BOUGHT)),
            _session("20160815", "9" * 19, 1471230000, "France", "iOS", "c3",
                     _hit(1, "EVENT", "6", SHIRT_BOUGHT)),
            _session("20160901", "0005", 1472700000, US, "Linux", "c1",
                     _hit(1, "EVENT", "6", PEN_BOUGHT, **ORDER)),
            _session("20160901", "8", 1472700000, US, "Linux", "c4", _hit(1, "PAGE", "0")),
        )
    )
}  # fmt: skip

CUSTOM = {
    "source": "SELECT 7 AS user_id, 'x' AS a UNION ALL SELECT 8, 'y' UNION ALL SELECT NULL, 'z'",
    "crm": "SELECT '7' AS customer_id, 3.5 AS income UNION ALL SELECT '9', 4.5",
}

UPSTAIRS = {
    "customers": "SELECT k AS user_id, k * 1.5 AS spent FROM UNNEST(GENERATE_ARRAY(1, 40)) AS k",
    "segments": "SELECT k AS user_id, IF(k < 9, 'seg_1', 'seg_2') AS segment FROM UNNEST([1, 2, 9, 41]) AS k",
}

VALUES = {
    "as_of": "DATE '2024-03-02'",
    "date_from": "'20160801'",
    "date_to": "'20160831'",
    "country": "'United States'",
    "purchase": "hits.eCommerceAction.action_type = '6'",
    "customer_key": "s.fullVisitorId",
    "segment_key": "s.`user_id`",
    "parts": "500000",
    "name": case_statement([GivenLabel("seg_1", "It's gold", ""), GivenLabel("seg_2", "Silver", "")]),
    "designation": "CASE segment WHEN 'seg_1' THEN 'Buys' ELSE 'Unknown' END",
}
VARIANTS = {
    "thelook": [{}, {"as_of": "DATE '2023-12-31'"}, {"as_of": "DATE '2026-06-30'"}],
    "ga360": [
        {"as_of": "DATE '2016-08-31'"},
        {"as_of": "DATE '2016-09-01'", "country": "CAST(NULL AS STRING)", "date_to": "'99999999'"},
        {"as_of": "DATE '2016-08-31'", "purchase": "hits.type = 'EVENT'"},
        {
            "as_of": "DATE '2016-08-31'",
            "customer_key": "(SELECT MAX(d.value) FROM UNNEST(s.customDimensions) AS d WHERE d.index = 1)",
        },
    ],
    "custom": [{"customer_key": "s.`user_id`"}],
    "upstairs": [{"customer_key": "`user_id`"}],
}
JOINED = {"upstairs/semi_label_parametric.sql": {"customer_key": "p.`user_id`"}}
"""Values of single statements, where they differ from those of their folder."""

TABLES = {"thelook": THELOOK, "ga360": GA360, "custom": CUSTOM, "upstairs": UPSTAIRS}


def _bound(file: str, values: dict[str, str]) -> str:
    text = (SQL / file).read_text(encoding="utf-8")
    if file.startswith("upstairs"):  # how many rows stays a parameter in the program
        text = text.replace("LIMIT @rows", "LIMIT 10")
    return bind(text, expressions={**VALUES, **values, **JOINED.get(file, {})})


def _tables(file: str, values: dict[str, str]) -> dict[str, str]:
    """Return the tables that a file reads: those of its recipe, and the views beside it, in their order."""
    tables = dict(TABLES[file.split("/", maxsplit=1)[0]])
    tables |= {view: _bound(path, values) for view, path in _views(file)}
    return tables


def _views(file: str) -> Iterator[tuple[str, str]]:
    text = (SQL / file).read_text(encoding="utf-8")
    for path in sorted((SQL / file).parent.glob("*.sql")):
        other = path.relative_to(SQL).as_posix()
        if other != file and f"`{path.stem}`" in text:
            yield from _views(other)
            yield path.stem, other


def test_there_are_statements():
    assert {"thelook/careful/parametric.sql", "ga360/notebook/ga360_view.sql"} <= set(FILES)


@pytest.mark.parametrize("file", FILES)
def test_every_statement_is_googlesql(zetasql, file: str):
    columns = zetasql.analyse(_bound(file, VARIANTS[file.split("/", maxsplit=1)[0]][0]), _tables(file, {}))
    assert columns
    assert all(columns), "every column has a name"


def _cases() -> Iterator[tuple[str, int]]:
    """Yield each statement with each set of values; a view over other views once only."""
    for file in FILES:
        yield file, 0
        if not list(_views(file)):
            for variant in range(1, len(VARIANTS[file.split("/")[0]])):
                yield file, variant


@pytest.mark.parametrize(("file", "variant"), list(_cases()))
def test_every_statement_gives_the_rows_that_googlesql_gives(same_rows, file: str, variant: int):
    values = VARIANTS[file.split("/", maxsplit=1)[0]][variant]
    outcome = same_rows(_bound(file, values), _tables(file, values))
    assert outcome.rows


def test_a_statement_that_is_not_googlesql_is_noticed(zetasql):
    from zetasql.core.exceptions import ZetaSQLError

    with pytest.raises(ZetaSQLError, match="Unrecognized name: nope"):
        zetasql.analyse("SELECT nope FROM users", {"users": "SELECT 1 AS id"})


def test_the_statements_are_where_the_program_looks_for_them():
    assert Path(SQL).is_dir()
    assert all((SQL / file).read_text(encoding="utf-8").strip() for file in FILES)
