"""Delimited files are read to the letter, or refused with file, line and column."""

import csv
import random
from datetime import UTC, date, datetime

import pytest

from segdesk.errors import InputError


def types(warehouse, table: str = "t") -> dict[str, str]:
    return {column.name: column.type for column in warehouse.schema(table)}


def refusal(over, content: str | bytes, name: str = "t.csv") -> str:
    with pytest.raises(InputError) as refused:
        over({name: content}).tables()
    assert name in str(refused.value)
    return str(refused.value)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("a,b\n1,x\n", "t.csv"),
        ("a;b\n1;x\n", "t.csv"),
        ("a\tb\n1\tx\n", "t.csv"),
        ("a|b\n1|x\n", "t.csv"),
        ("a\tb\n1\tx\n", "t.tsv"),
        ("a,b\r\n1,x\r\n", "t.csv"),
        ("a,b\r1,x\r", "t.csv"),
        ("\ufeffa,b\n1,x", "t.csv"),
        ("a,b\n\n1,x\n\n", "t.csv"),
        (' a ,"b"\n1,x\n', "t.csv"),
        ("a,b\n1,x\n", "t.csv.gz"),
    ],
)
def test_every_usual_layout_is_recognised(over, rows, content: str, name: str):
    assert rows(over({name: content}), "SELECT * FROM t") == [{"a": 1, "b": "x"}]


def test_quotes_newlines_and_delimiters_inside_fields(over, rows):
    warehouse = over({"t.csv": 'a,b\n1,"x\r\ny"\n2,"say ""hi"", you"\n3,";|"\n'})
    assert [row["b"] for row in rows(warehouse, "SELECT b FROM t ORDER BY a")] == [
        "x\r\ny",
        'say "hi", you',
        ";|",
    ]


def test_the_delimiter_is_the_one_that_splits_evenly(over, rows):
    warehouse = over({"t.csv": "name;note\nAnn;a,b,c\nBob;d\n"})
    assert rows(warehouse, "SELECT name FROM t") == [{"name": "Ann"}, {"name": "Bob"}]


def test_a_single_column_needs_no_delimiter(over, rows):
    assert rows(over({"t.csv": "email\na@example.com\n\nb@example.com\n"}), "SELECT email FROM t") == [
        {"email": "a@example.com"},
        {"email": None},
        {"email": "b@example.com"},
    ]


def test_nothing_between_delimiters_is_null_and_the_word_null_is_a_word(over, rows):
    warehouse = over({"t.csv": 'a,b,c\n,"",null\nNULL,x,\n'})
    assert rows(warehouse, "SELECT * FROM t") == [
        {"a": None, "b": None, "c": "null"},
        {"a": "NULL", "b": "x", "c": None},
    ]


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["1", "-5", "0"], "INT64"),
        (["9007199254740992", "-9007199254740992"], "INT64"),
        (["9007199254740993"], "STRING"),
        (["12345678901234567890"], "STRING"),
        (["00123", "124"], "STRING"),
        (["+5"], "STRING"),
        ([" 5", "6"], "STRING"),
        (["-0"], "STRING"),
        (["1.5", "2"], "FLOAT64"),
        (["1e-05", "0.5", "1.5E+10", "1e+20"], "FLOAT64"),
        ([".5", "5."], "FLOAT64"),
        (["12E5", "13E5"], "STRING"),
        (["1.5", "00123"], "STRING"),
        (["1.5", "12345678901234567890"], "STRING"),
        (["1.5", "x"], "STRING"),
        (["1e+999"], "STRING"),
        (["1,5"], "STRING"),
        (["1 000"], "STRING"),
        (["true", "False", "TRUE"], "BOOL"),
        (["yes", "no"], "STRING"),
        (["1", "true"], "STRING"),
        (["2024-02-29", "1999-12-31"], "DATE"),
        (["2023-02-29"], "STRING"),
        (["03/04/2021"], "STRING"),
        (["2021/04/03"], "STRING"),
        (["20210403"], "INT64"),
        (["2024-02-29 01:02:03", "2024-02-29T01:02:03Z"], "TIMESTAMP"),
        (
            ["2024-02-29 01:02:03.123456 UTC", "2024-02-29 01:02:03+00", "2024-02-29 01:02:03+02:00"],
            "TIMESTAMP",
        ),
        (["2024-02-29 25:02:03"], "STRING"),
        (["2024-02-29 01:02"], "STRING"),
        (["2024-02-29", "2024-02-29 01:02:03"], "STRING"),
        (["", ""], "STRING"),
        (["", "7"], "INT64"),
        (["nan"], "STRING"),
    ],
)
def test_a_type_is_what_every_value_fits(over, values: list[str], kind: str):
    lines = "\n".join(f'k,"{value}"' for value in values)
    assert types(over({"t.csv": f"k,v\n{lines}\n"})) == {"k": "STRING", "v": kind}


def test_identifiers_stay_exactly_as_written(over, rows):
    written = ["00123", "12345678901234567890", "1E5"]
    warehouse = over({"t.csv": "a,b,c\n" + ",".join(written) + "\n"})
    assert list(rows(warehouse, "SELECT * FROM t")[0].values()) == written


@pytest.mark.parametrize(
    ("content", "kind", "value"),
    [
        ("k;v\na;1,5\nb;-0,25\nc;3\n", "FLOAT64", 1.5),
        ("k;v\na;1.5\nb;2\n", "FLOAT64", 1.5),
        ("k;v\na;1,5\nb;1.5\n", "STRING", "1,5"),
        ("k;v\na;1.234,5\n", "STRING", "1.234,5"),
        ('k,v\na,"1,5"\n', "STRING", "1,5"),
    ],
)
def test_a_decimal_comma_counts_in_semicolon_files_only(over, rows, content: str, kind: str, value: object):
    warehouse = over({"t.csv": content})
    assert types(warehouse)["v"] == kind
    assert rows(warehouse, "SELECT v FROM t WHERE k = 'a'") == [{"v": value}]


def test_the_whole_file_decides_and_not_its_beginning(over):
    early = "".join(f"{i},,{i}.5,{i},2024-01-01\n" for i in range(30_000))
    warehouse = over({"t.csv": f"a,b,c,d,e\n{early}x,1,7,0.5,never\n"})
    assert types(warehouse) == {"a": "STRING", "b": "INT64", "c": "FLOAT64", "d": "FLOAT64", "e": "STRING"}
    assert warehouse.tables()[0].rows == 30_001


def test_a_late_number_after_thousands_of_empty_fields_is_found_out_too(over):
    early = "".join(",,\n" for _ in range(30_000))
    warehouse = over({"t.csv": f"a,b,c\n{early}007,1.5,2024-01-01 00:00:00\n"})
    assert types(warehouse) == {"a": "STRING", "b": "FLOAT64", "c": "TIMESTAMP"}


def test_times_are_utc_unless_they_say_otherwise(over, rows):
    warehouse = over({"t.csv": "t\n2024-01-01 10:00:00\n2024-01-01T10:00:00+02:00\n"})
    found = [row["t"] for row in rows(warehouse, "SELECT t FROM t ORDER BY t DESC")]
    assert found == [datetime(2024, 1, 1, 10, tzinfo=UTC), datetime(2024, 1, 1, 8, tzinfo=UTC)]


def test_a_header_alone_is_an_empty_table(over, rows):
    warehouse = over({"t.csv": "a,b\n"})
    assert types(warehouse) == {"a": "STRING", "b": "STRING"}
    assert rows(warehouse, "SELECT * FROM t") == []
    assert warehouse.tables()[0].rows == 0


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "is empty"),
        ("\n1,2\n", "has no header"),
        ("1,2\n3,4\n", "line 1 holds values"),
        ("a,,c\n1,2,3\n", "line 1, column 2"),
        ("a,b,A\n1,2,3\n", "line 1, columns 1 and 3"),
        ("a,b\n1,2\n3\n", "line 3, column 2 (b) is missing"),
        ("a,b\n1,2\n3,4,5\n", "line 3, column 3 is too many"),
        ('a,b\n"x\ny",2\n3\n', "line 4, column 2 (b) is missing"),
        ('a,b\n1,"2\n3,4\n', "quote that does not end as it should: line 2, column 2"),
        ('a,b\n1,2\n"3" x,4\n', "line 3, column 1"),
        (b"a,b\n1,2\n3,caf\xe9\n", "not UTF-8: line 3, character 6"),
        (b"caf\xe9,b\n1,2\n", "not UTF-8: line 1, character 4"),
        ("a,b\n1,2\n".encode("utf-16"), "UTF-16"),
        ("a,b\n1,2\n".encode("utf-16-le"), "UTF-16"),
        ("a,b\r\n1,2\n3,4\r\n5,6\n", "line 2 ends in another way"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(over, content: str | bytes, says: str):
    assert says in refusal(over, content)


def test_a_damaged_gzip_file_is_refused(over, tmp_path):
    over({"t.csv.gz": "a,b\n" + "1,2\n" * 100_000})
    file = tmp_path / "t.csv.gz"
    file.write_bytes(file.read_bytes()[:100])
    with pytest.raises(InputError, match="cannot be unpacked"):
        over({}).tables()


def test_a_late_ragged_row_is_found_in_a_large_file(over):
    good = "".join(f'{i},"line\nbreak",{i}\n' for i in range(50_000))
    assert "line 100002, column 3 (c) is missing" in refusal(over, f"a,b,c\n{good}1,2\n")


class TestRequire:
    def test_what_is_there_is_accepted(self, over):
        warehouse = over({"t.csv": "id,price,day,ok\n1,2.5,2024-01-01,true\n"})
        warehouse.require("t", {"id": "INT64", "Price": "FLOAT64", "day": "DATE", "ok": "BOOL"})

    def test_a_whole_number_serves_as_a_float(self, over):
        warehouse = over({"t.csv": "price\n2\n"})
        warehouse.require("t", {"price": "FLOAT64"})
        assert types(warehouse) == {"price": "INT64"}

    def test_a_column_that_is_not_there_is_named(self, over):
        with pytest.raises(InputError, match="t has no column user_id: it has id, name"):
            over({"t.csv": "id,name\n1,x\n"}).require("t", {"user_id": "INT64"})

    @pytest.mark.parametrize(
        ("content", "kind", "place", "value"),
        [
            ("id,v\n1,5\n2,x\n3,y\n", "INT64", "line 3, column 2", "'x'"),
            ('id,v\n1,"a\nb"\n2,x\n', "INT64", "line 2, column 2", "'a b'"),
            ('id,v\n1,5\n\n2,"6"\n3,no\n', "INT64", "line 5, column 2", "'no'"),
            ("id;v\n1;1,5\n2;x\n", "FLOAT64", "line 3, column 2", "'x'"),
            ("id,v\n1,007\n", "INT64", "line 2, column 2", "'007'"),
            ("id,v\n1,2024-01-01\n2,03/04/2021\n", "DATE", "line 3, column 2", "'03/04/2021'"),
            ("id,v\n1,2024-01-01 00:00:00\n2,2024-13-01\n", "TIMESTAMP", "line 3, column 2", "'2024-13-01'"),
            ("id,v\n1,true\n2,yes\n", "BOOL", "line 3, column 2", "'yes'"),
        ],
    )
    def test_the_first_wrong_value_is_shown_with_its_place(self, over, content, kind, place, value):
        with pytest.raises(InputError) as refused:
            over({"t.csv": content}).require("t", {"v": kind})
        message = str(refused.value)
        assert all(part in message for part in ("t.v must be", kind, "t.csv", place, value))

    def test_a_long_value_is_cut_and_an_email_address_is_not_shown(self, over):
        warehouse = over({"t.csv": f"a,b\n{'x' * 60},ann@example.com\n"})
        with pytest.raises(InputError) as refused:
            warehouse.require("t", {"a": "INT64"})
        assert "x" * 40 + "…" in str(refused.value)
        assert "x" * 41 not in str(refused.value)
        with pytest.raises(InputError) as refused:
            warehouse.require("t", {"b": "INT64"})
        assert "ann" not in str(refused.value)

    def test_what_loses_nothing_is_read_as_wanted(self, over, rows):
        warehouse = over({"t.csv": "id,day,none,big\n1,2024-01-01,,12345678901234567\n"})
        warehouse.require("t", {"id": "STRING", "day": "TIMESTAMP", "none": "FLOAT64", "big": "INT64"})
        assert types(warehouse) == {"id": "STRING", "day": "TIMESTAMP", "none": "FLOAT64", "big": "INT64"}
        assert rows(warehouse, "SELECT * FROM t") == [
            {"id": "1", "day": datetime(2024, 1, 1, tzinfo=UTC), "none": None, "big": 12345678901234567}
        ]

    def test_a_refused_column_changes_nothing(self, over):
        warehouse = over({"t.csv": "id,v\n1,x\n"})
        with pytest.raises(InputError):
            warehouse.require("t", {"v": "INT64"})
        assert types(warehouse) == {"id": "INT64", "v": "STRING"}


def test_whatever_is_written_is_read_again(over, rows, tmp_path):
    draw = random.Random(1)
    alphabet = [
        *map(chr, range(32, 127)),
        "\n",
        '"',
        '"',
        ",",
        ",",
        ";",
        "\t",
        "|",
        "'",
        "\\",
        "é",
        "€",
        "😀",
        "\u2028",
    ]
    written = {
        f"t{i}": [
            ("".join(draw.choices(alphabet, k=draw.randint(1, 20))), draw.randint(-(10**6), 10**6))
            for _ in range(50)
        ]
        for i in range(25)
    }
    for name, data in written.items():
        with (tmp_path / f"{name}.csv").open("w", newline="", encoding="utf-8") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerows([("key", "text", "number"), *((i, text, n) for i, (text, n) in enumerate(data))])
    warehouse = over({})
    for name, data in written.items():
        warehouse.require(name, {"text": "STRING", "number": "INT64"})
        read = rows(warehouse, f"SELECT text, number FROM {name} ORDER BY key")
        assert [(row["text"], row["number"]) for row in read] == data


def test_dates_are_dates(over, rows):
    assert rows(over({"t.csv": "d\n2024-02-29\n"}), "SELECT d FROM t") == [{"d": date(2024, 2, 29)}]
