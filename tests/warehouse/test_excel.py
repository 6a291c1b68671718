"""The first sheet of a workbook, typed by its cells."""

from datetime import UTC, date, datetime

import openpyxl
import pytest

from segdesk.errors import InputError


@pytest.fixture
def book(tmp_path, over):
    """Write sheets of rows into t.xlsx and open the warehouse over it."""

    def write(*sheets: list[list], merge: str | None = None):
        workbook = openpyxl.Workbook()
        workbook.remove(workbook.active)
        for number, sheet_rows in enumerate(sheets, 1):
            sheet = workbook.create_sheet(f"S{number}")
            for row in sheet_rows:
                sheet.append(row)
            if merge:
                sheet.merge_cells(merge)
        workbook.save(tmp_path / "t.xlsx")
        return over({})

    return write


def types(warehouse) -> dict[str, str]:
    return {column.name: column.type for column in warehouse.schema("t")}


def test_columns_have_the_type_of_their_cells(book, rows):
    moment = datetime(2024, 1, 2, 3, 4, 5)  # noqa: DTZ001 - Excel knows no zones
    warehouse = book(
        [
            ["id", "price", "ok", "day", "at", "zip", "mixed", "none"],
            [1, 2.5, True, date(2024, 1, 2), moment, "00123", 7, None],
            [2, 3, False, None, datetime(2024, 1, 3), "4", "x", None],  # noqa: DTZ001
        ]
    )
    assert types(warehouse) == {
        "id": "INT64",
        "price": "FLOAT64",
        "ok": "BOOL",
        "day": "DATE",
        "at": "TIMESTAMP",
        "zip": "STRING",
        "mixed": "STRING",
        "none": "STRING",
    }
    assert rows(warehouse, "SELECT * FROM t WHERE id = 1")[0] == {
        "id": 1,
        "price": 2.5,
        "ok": True,
        "day": date(2024, 1, 2),
        "at": moment.replace(tzinfo=UTC),
        "zip": "00123",
        "mixed": "7",
        "none": None,
    }
    assert warehouse.tables()[0].rows == 2


def test_further_sheets_and_error_cells_are_noted(book, rows):
    warehouse = book([["a", "b"], [1, "#N/A"], ["#DIV/0!", "x"]], [["hidden"], [1]], [])
    assert rows(warehouse, "SELECT * FROM t") == [{"a": 1, "b": None}, {"a": None, "b": "x"}]
    notes = warehouse.tables()[0].notes
    assert any("2 cells" in note for note in notes)
    assert any("left out: S2." in note for note in notes)


def test_empty_rows_and_columns_at_the_edge_do_not_count(book, rows):
    warehouse = book([[None, None], ["a", "b", None], [None, None], [1, 2, None], [None, None, ""]])
    assert rows(warehouse, "SELECT * FROM t") == [{"a": 1, "b": 2}]


@pytest.mark.parametrize(
    ("sheet", "says"),
    [
        ([["a", None, "c"], [1, 2, 3]], "cell B1 is empty or merged"),
        ([["a", "b"], [1, 2, 3]], "cell C1 is empty or merged"),
        ([["a", "A"], [1, 2]], "cells A1 and B1"),
        ([], "is empty"),
    ],
)
def test_a_header_that_does_not_name_every_column_is_refused(book, sheet, says):
    with pytest.raises(InputError) as refused:
        book(sheet).tables()
    assert says in str(refused.value)
    assert "t.xlsx" in str(refused.value)


def test_a_merged_header_is_refused(book):
    with pytest.raises(InputError, match="cell B1 is empty or merged"):
        book([["a", "b"], [1, 2]], merge="A1:B1").tables()


def test_a_file_that_is_no_workbook_is_named(over):
    with pytest.raises(InputError, match=r"t\.xlsx cannot be read"):
        over({"t.xlsx": "a,b\n1,2\n"}).tables()


def test_require_names_the_row_of_the_sheet(book, rows):
    warehouse = book([["id", "v"], [1, "5"], [None, None], [2, "x"]])
    with pytest.raises(InputError, match=r"t.v must be INT64: 'x' in t.xlsx, row 4, is not"):
        warehouse.require("t", {"v": "INT64"})
    warehouse.require("t", {"id": "STRING"})
    assert rows(warehouse, "SELECT id FROM t WHERE v = 'x'") == [{"id": "2"}]
