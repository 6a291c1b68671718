import csv
import re
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from segdesk.activation import ga360, violations
from segdesk.activation.ga360 import LEGACY_NOTICE, Ga360Schema, check, preview, suggest, write
from segdesk.activation.violations import Rule
from segdesk.errors import ActivationError
from segdesk.tasks.task import Cancelled, Task

SCHEMA = Ga360Schema.of("ga:userId", "key", {"value": "ga:dimension1"})
METRIC = Ga360Schema.of("ga:userId", "key", {"value": "ga:metric1"})


def one(value, kind=None, schema=SCHEMA):
    """Check a file of one row with that value."""
    return check(pa.table({"key": ["a"], "value": pa.array([value], kind)}), schema)


def rules(report):
    return [(v.row, v.column, v.rule) for v in report.violations]


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


# The schema


def test_the_key_comes_first_and_the_mapping_keeps_its_order():
    schema = Ga360Schema.of("ga:clientId", "visitor", {"label": "ga:dimension2", "segment": "ga:dimension1"})
    assert schema.headers == ("ga:clientId", "ga:dimension2", "ga:dimension1")
    assert schema.columns[0] == ("visitor", "ga:clientId")
    assert schema.key == "ga:clientId"


def test_the_mapping_may_put_the_key_anywhere_and_take_it_from_another_column():
    schema = Ga360Schema.of("ga:clientId", "id", (("segment", "ga:dimension1"), ("client", "ga:clientId")))
    assert schema.columns == (("segment", "ga:dimension1"), ("client", "ga:clientId"))
    assert schema.key == "ga:clientId"


def test_a_dimension_can_be_the_key_but_not_of_another_column_too():
    schema = Ga360Schema.of("ga:dimension5", "id", {"segment": "ga:dimension1"})
    assert (schema.key, schema.headers) == ("ga:dimension5", ("ga:dimension5", "ga:dimension1"))
    with pytest.raises(ActivationError, match="both the key and the name of segment"):
        Ga360Schema.of("ga:dimension1", "id", {"segment": "ga:dimension1"})


def test_without_a_named_key_it_is_the_id_or_else_the_first_column():
    assert Ga360Schema((("s", "ga:dimension1"), ("u", "ga:userId"))).key == "ga:userId"
    assert Ga360Schema((("u", "ga:dimension7"), ("s", "ga:dimension1"))).key == "ga:dimension7"


@pytest.mark.parametrize(
    "name", ["ga:dimension1", "ga:dimension200", "ga:metric200", "ga:productSku", "ga:a", "ga:x9"]
)
def test_any_name_that_a_data_set_can_have_is_taken(name):
    assert Ga360Schema.of("ga:userId", "k", {"c": name}).headers == ("ga:userId", name)


@pytest.mark.parametrize(
    "name",
    [
        "dimension1",
        "GA:dimension1",
        "ga_dimension1",
        "ga:",
        "ga:dimension 1",
        " ga:dimension1",
        "ga:dimension1\n",
        "ga:dimension0",
        "ga:dimension01",
        "ga:dimension201",
        "ga:metric0",
        "ga:metric201",
        "ga:1dimension",
        "ga:my_dim",
        "ga:dimension١",
        "ga:Dimension1",
        "ga:METRIC1",
        "ga:clientid",
        "",
    ],
)
def test_a_name_that_no_data_set_can_have_is_refused(name):
    with pytest.raises(ActivationError, match="cannot be a header"):
        Ga360Schema.of("ga:userId", "k", {"c": name})


def test_letter_case_is_not_ignored():
    assert Ga360Schema.of("ga:userId", "k", {"a": "ga:sku", "b": "ga:SKU"}).headers[1:] == (
        "ga:sku",
        "ga:SKU",
    )


@pytest.mark.parametrize(
    ("columns", "key", "message"),
    [
        (
            (("k", "ga:userId"), ("a", "ga:dimension1"), ("b", "ga:dimension1")),
            "",
            "ga:dimension1 is used twice",
        ),
        ((("k", "ga:userId"), ("c", "ga:clientId")), "", "two keys: ga:clientId and ga:userId|two keys"),
        ((("k", "ga:dimension3"), ("c", "ga:clientId")), "ga:dimension3", "two keys"),
        ((("k", "ga:userId"),), "", "alone"),
        ((), "", "cannot be the key"),
        ((("k", "ga:metric1"), ("c", "ga:dimension1")), "", "'ga:metric1' cannot be the key"),
        ((("k", "ga:userId"), ("c", "ga:dimension1")), "ga:clientId", "'ga:clientId' cannot be the key"),
    ],
)
def test_names_that_do_not_go_together_are_refused(columns, key, message):
    with pytest.raises(ActivationError, match=message):
        Ga360Schema(columns, key)


def test_only_the_leading_underscore_becomes_a_colon():
    names = [
        "ga_dimension1",
        "ga_clientId",
        "ga_my_dim",
        "ga_dimension0",
        "mega_dimension1",
        "GA_dimension2",
        "ga_",
    ]
    assert suggest(names) == (("ga_dimension1", "ga:dimension1"), ("ga_clientId", "ga:clientId"))


# The check


def test_a_clean_table_has_nothing_to_report():
    table = pa.table({"key": ["1.2", "3.4"], "value": ["High, value", "x"]})
    report = check(table, Ga360Schema.of("ga:clientId", "key", {"value": "ga:dimension1"}))
    assert (report.violations, report.count, report.fatal, report.warnings) == ((), 0, 0, ())
    assert report.rows == 2


def test_a_key_must_be_there_and_only_once():
    keys = ["a", "b", None, "a", "", "A", "b", "  ", "a", None]
    report = check(pa.table({"value": ["v"] * 10, "key": keys}), Ga360Schema(SCHEMA.columns[::-1]))
    empty, again = Rule.EMPTY_KEY, Rule.DUPLICATE_KEY
    expected = {3: empty, 4: again, 5: empty, 7: again, 8: empty, 9: again, 10: empty}
    assert rules(report) == [(row, 2, rule) for row, rule in expected.items()]
    assert [v.earlier for v in report.violations if v.rule is again] == [1, 2, 1]
    assert "row 2 already" in report.violations[3].message
    assert report.fatal == report.count == 7


def test_duplicates_are_found_across_slices(monkeypatch):
    monkeypatch.setattr(ga360, "CSV_ROWS", 7)
    keys = [f"k{i}" for i in range(100)] + ["k3", "k99"]
    report = check(pa.table({"key": keys, "value": ["v"] * 102}), SCHEMA)
    assert [(v.row, v.earlier) for v in report.violations] == [(101, 4), (102, 100)]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(st.none(), st.text("ab", max_size=2)), max_size=30))
def test_duplicates_are_those_that_a_plain_loop_finds(keys):
    seen, expected = {}, []
    for row, key in enumerate(keys, 1):
        if key:
            if key in seen:
                expected.append((row, seen[key]))
            seen.setdefault(key, row)
    report = check(pa.table({"key": pa.array(keys, pa.string()), "value": ["v"] * len(keys)}), SCHEMA)
    assert [(v.row, v.earlier) for v in report.violations if v.rule is Rule.DUPLICATE_KEY] == expected


@pytest.mark.parametrize(
    ("text", "count"), [("é" * 75, 0), ("é" * 75 + "a", 1), ("x" * 150, 0), ("漢" * 51, 1)]
)
def test_a_value_has_at_most_150_bytes_in_utf8(text, count):
    report = one(text)
    assert [v.rule for v in report.violations] == [Rule.TOO_LONG] * count
    assert report.fatal == count


@pytest.mark.parametrize("text", ["a\nb", "a\r", "\x00", "a\tb", "a\x7f", "a\u2028b", "a\x85b"])
def test_line_breaks_and_control_characters_are_refused(text):
    assert Rule.CONTROL in [v.rule for v in one(text).violations if v.fatal]


@pytest.mark.parametrize(
    "text", ["ann@example.com", "Ann <ann.b+c@sub.example.co.uk>", "jürgen@müller.de", "mail ann@x.io now"]
)
def test_email_addresses_are_refused_in_values_and_keys(text):
    assert rules(one(text)) == [(1, 2, Rule.EMAIL)]
    report = check(pa.table({"key": [text], "value": ["v"]}), SCHEMA)
    assert rules(report) == [(1, 1, Rule.EMAIL)]
    assert report.fatal == 1


def test_a_missing_value_breaks_no_rule_beside_one_that_does():
    table = pa.table({"key": ["a", "b", "c"], "value": ["a@b.de", None, ""]})
    assert rules(check(table, SCHEMA)) == [(1, 2, Rule.EMAIL)]


@pytest.mark.parametrize("text", ["50 % @ home", "home@", "a@b", "me @ x.com", "High-Value"])
def test_other_text_with_an_at_sign_is_no_email_address(text):
    assert Rule.EMAIL not in [v.rule for v in one(text).violations]


@pytest.mark.parametrize(
    "text", ["+49 30 1234567", "+14155550132", "(415) 555-0132", "415-555-0132", "030 123 45 67"]
)
def test_what_looks_like_a_phone_number_is_shown_but_not_refused(text):
    report = one(text)
    assert Rule.PHONE in [v.rule for v in report.violations]
    assert (report.fatal, report.count) == (0, len(report.violations))


@pytest.mark.parametrize(
    "text", ["2024-01-31", "2024-01-31 10:00:00", "0012345", "192.168.0.1", "12 - 24", "1-2-3", "3"]
)
def test_dates_codes_and_ranges_are_no_phone_numbers(text):
    assert one(text).count == 0


def test_a_client_id_is_no_phone_number_but_must_have_its_form():
    schema = Ga360Schema.of("ga:clientId", "key", {"value": "ga:dimension1"})
    good = check(pa.table({"key": ["395040310.1546495163"], "value": ["v"]}), schema)
    assert (good.count, good.warnings) == (0, ())
    keys = ["395040310.1546495163", "3950403101546495163", "x.y", "1.2.3"]
    bad = check(pa.table({"key": keys, "value": ["v"] * 4}), schema)
    assert bad.count == 0
    assert len(bad.warnings) == 1
    assert bad.warnings[0].startswith('3 of 4 keys, such as "3950403101546495163"')
    assert "fullVisitorId is not a client id" in bad.warnings[0]


@pytest.mark.parametrize("text", ["=1+1", "+x", "-x", "@x"])
def test_what_a_spreadsheet_takes_for_a_formula_is_shown_but_not_refused(text):
    assert (rules(one(text)), one(text).fatal) == ([(1, 2, Rule.FORMULA)], 0)


@pytest.mark.parametrize(
    ("value", "kind", "rule"),
    [
        (-1, pa.int64(), Rule.NEGATIVE),
        (-0.5, pa.float64(), Rule.NEGATIVE),
        (Decimal("-1.5"), pa.decimal128(5, 2), Rule.NEGATIVE),
        (float("nan"), pa.float64(), Rule.NOT_FINITE),
        (float("inf"), pa.float32(), Rule.NOT_FINITE),
        (float("-inf"), pa.float64(), Rule.NOT_FINITE),
    ],
)
@pytest.mark.parametrize("schema", [SCHEMA, METRIC])
def test_negative_and_non_finite_numbers_are_refused_in_the_words_of_analytics(value, kind, rule, schema):
    report = one(value, kind, schema)
    assert rules(report) == [(1, 2, rule)]
    text = report.violations[0].value
    assert report.violations[0].message == (
        f'Invalid cell data "{text}" at row 1 column 2. Expected data type: DOUBLE.'
    )
    assert report.fatal == 1


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("-5", Rule.NEGATIVE),
        ("1e5", Rule.SCIENTIFIC),
        ("1.2E+15", Rule.SCIENTIFIC),
        ("-1e-5", Rule.SCIENTIFIC),
        ("NaN", Rule.NOT_FINITE),
        ("-inf", Rule.NOT_FINITE),
        ("1,5", Rule.NOT_A_NUMBER),
        ("1.", Rule.NOT_A_NUMBER),
        ("$5", Rule.NOT_A_NUMBER),
        (" 5", Rule.NOT_A_NUMBER),
        ("5\n", Rule.NOT_A_NUMBER),
    ],
)
def test_text_under_a_metric_must_be_a_plain_number(text, rule):
    report = one(text, schema=METRIC)
    assert rules(report) == [(1, 2, rule)]
    assert report.violations[0].message.endswith("Expected data type: DOUBLE.")


@pytest.mark.parametrize("text", ["0", "007", "1.50", "123456789012345678901234567890"])
def test_plain_numbers_in_text_are_fine_under_a_metric(text):
    assert one(text, schema=METRIC).count == 0


def test_a_truth_value_is_no_metric():
    assert rules(one(True, schema=METRIC)) == [(1, 2, Rule.NOT_A_NUMBER)]
    assert one(True).count == 0


def test_a_key_that_a_spreadsheet_shortened_is_refused():
    report = check(pa.table({"key": ["3.95E+08"], "value": ["3.95E+08"]}), SCHEMA)
    assert [(v.column, v.rule, v.fatal) for v in report.violations] == [
        (1, Rule.SCIENTIFIC, True),
        (2, Rule.SCIENTIFIC, False),
    ]


def test_a_number_may_be_the_key_even_below_zero_but_not_if_its_digits_are_lost():
    fine = check(pa.table({"key": [-5, 7], "value": ["a", "b"]}), SCHEMA)
    assert (fine.count, fine.warnings) == (0, ())
    rounded = check(pa.table({"key": [1e18, 2.0], "value": ["a", "b"]}), SCHEMA)
    assert "floating-point" in rounded.warnings[0]


def test_empty_values_are_counted_by_column_as_not_set():
    table = pa.table({"key": ["a", "b", "c"], "x": ["", None, "v"], "y": pa.array([1.5, None, 2])})
    report = check(table, Ga360Schema.of("ga:userId", "key", {"x": "ga:dimension1", "y": "ga:metric1"}))
    assert report.count == 0
    assert report.warnings == (
        "ga:dimension1 is empty in 2 of 3 rows; Analytics reports it as not set.",
        "ga:metric1 is empty in 1 of 3 rows; Analytics reports it as not set.",
    )


def test_a_table_without_rows_is_worth_a_warning(tmp_path):
    table = pa.table({"key": pa.array([], pa.string()), "value": pa.array([], pa.string())})
    assert check(table, SCHEMA).warnings == ("The file has a header and no rows.",)
    assert write(tmp_path / "f", table, SCHEMA, Task()) == 0
    assert (tmp_path / "f").read_bytes() == b"ga:userId,ga:dimension1\n"


def test_a_thousand_violations_are_kept_the_first_ones_and_all_are_counted(monkeypatch):
    monkeypatch.setattr(ga360, "CSV_ROWS", 3000)
    n = 10_000
    table = pa.table(
        {
            "key": [f"k{i}" for i in range(n)],
            "a": ["ok"] * 1500 + ["a@b.de"] * (n - 1500),
            "b": ["x\n"] + ["-y"] * (n - 1),
        }
    )
    report = check(table, Ga360Schema.of("ga:userId", "key", {"a": "ga:dimension1", "b": "ga:dimension2"}))
    assert (report.count, report.fatal) == (8500 + n, 8501)
    assert len(report.violations) == violations.MAX_KEPT == 1000
    assert rules(report)[0] == (1, 3, Rule.CONTROL)
    assert rules(report)[1:] == [(row, 2, Rule.EMAIL) for row in range(1501, 2500)]


def test_what_is_fatal_comes_before_what_is_not():
    table = pa.table({"key": ["a", "b", "c"], "value": ["=x", "y\n", "=z"]})
    assert [(v.row, v.fatal) for v in check(table, SCHEMA).violations] == [(2, True), (1, False), (3, False)]


def test_a_message_is_one_short_line_whatever_the_value():
    message = one("a\n\x00" + "b" * 1000).violations[0].message
    assert message.isprintable()
    assert len(message) < 250


def test_the_size_is_that_of_the_file(tmp_path):
    table = pa.table({"key": ["a", 'b"', "c,"], "value": ["é", None, ""]})
    write(tmp_path / "f", table, SCHEMA, Task())
    assert check(table, SCHEMA).bytes == (tmp_path / "f").stat().st_size


def test_a_file_above_the_limit_is_refused(monkeypatch, tmp_path):
    table = pa.table({"key": ["a"], "value": ["v"]})
    monkeypatch.setattr(ga360, "MAX_BYTES", check(table, SCHEMA).bytes)
    assert check(table, SCHEMA).fatal == 0
    monkeypatch.setattr(ga360, "MAX_BYTES", check(table, SCHEMA).bytes - 1)
    with pytest.raises(ActivationError, match="at most 1 GB"):
        write(tmp_path / "f", table, SCHEMA, Task())


@pytest.mark.parametrize("operation", [lambda t: check(t, SCHEMA), lambda t: preview(t, SCHEMA)])
def test_a_column_that_is_not_in_the_table_is_named(operation):
    with pytest.raises(ActivationError, match=r"'value': there is no such column.* key, other"):
        operation(pa.table({"key": ["a"], "other": ["b"]}))


def test_a_check_can_be_cancelled():
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        check(pa.table({"key": ["a"], "value": ["b"]}), SCHEMA, task=task)


# The file


def test_the_file_has_the_exact_header_in_the_order_of_the_schema(tmp_path):
    table = pa.table({"label": ['Big, "rich"', "x"], "visitor": ["1.2", "3.4"], "n": [1, 2], "extra": [0, 0]})
    schema = Ga360Schema.of(
        "ga:clientId", "visitor", (("n", "ga:dimension1"), ("label", "ga:dimension2"), ("n", "ga:metric3"))
    )
    assert write(tmp_path / "f.csv", table, schema, Task()) == 2
    assert (tmp_path / "f.csv").read_bytes() == (
        b'ga:clientId,ga:dimension1,ga:dimension2,ga:metric3\n1.2,1,"Big, ""rich""",1\n3.4,2,x,2\n'
    )


def test_numbers_are_plain_decimals(tmp_path):
    columns = {
        "f": (pa.array([1e22, 1e-7, -0.0, 3.0, 0.1, None]),
              ["1" + "0" * 22, "0.0000001", "0", "3", "0.1", ""]),
        "s": (pa.array([1.5e-8, 16777216, 0.1, 1e20, 2, 0], pa.float32()),
              ["0.000000015", "16777216", "0.1", "100000000000000000000", "2", "0"]),
        "d": (pa.array([Decimal(t) for t in ("1.50", "3.00", "0.00", "100.00", "0.05", "10.10")]),
              ["1.5", "3", "0", "100", "0.05", "10.1"]),
        "h": (pa.array([Decimal(10) ** 30] * 6, pa.decimal128(38, 0)), ["1" + "0" * 30] * 6),
        "t": (pa.array([Decimal("1e-15")] * 6, pa.decimal128(38, 18)), ["0." + "0" * 14 + "1"] * 6),
        "i": (pa.array([2**63 - 1, 0, 1, 2, 3, 4]), ["9223372036854775807", "0", "1", "2", "3", "4"]),
        "z": (pa.array(["007", "1.0", "0", "00", "5.10", "1"]), ["007", "1.0", "0", "00", "5.10", "1"]),
    }  # fmt: skip
    table = pa.table({"key": list("abcdef")} | {name: array for name, (array, _) in columns.items()})
    for at, kind in enumerate(("dimension", "metric")):
        schema = Ga360Schema.of("ga:userId", "key", {n: f"ga:{kind}{i}" for i, n in enumerate(columns, 1)})
        write(tmp_path / str(at), table, schema, Task())
        _, *found = zip(*read(tmp_path / str(at))[1:], strict=True)
        assert dict(zip(columns, map(list, found), strict=True)) == {
            n: texts for n, (_, texts) in columns.items()
        }


@settings(max_examples=200, deadline=None)
@given(st.lists(st.floats(min_value=0, allow_infinity=False), min_size=1, max_size=10))
def test_any_float_is_written_without_an_exponent_and_reads_back(values):
    table = pa.table({"key": [str(i) for i in range(len(values))], "value": values})
    for (_, text), value in zip(preview(table, METRIC).rows, values, strict=True):
        assert re.fullmatch(r"\d+(\.\d*[1-9])?", text)
        assert float(text) == value


VALUE = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])
    | st.sampled_from(['"', ",", "'", ";", "0", " "]),
    max_size=30,
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(VALUE.filter(str.strip), VALUE, min_size=1, max_size=20))
def test_what_is_written_reads_back_as_the_same_text(tmp_path, rows):
    table = pa.table({"key": list(rows), "value": list(rows.values())})
    if check(table, SCHEMA).fatal:  # an email address, or above 150 bytes
        return
    assert write(tmp_path / "f", table, SCHEMA, Task()) == len(rows)
    data = (tmp_path / "f").read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in data
    assert data.count(b"\n") == len(rows) + 1
    assert read(tmp_path / "f") == [["ga:userId", "ga:dimension1"], *map(list, rows.items())]


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=5), st.sampled_from(["\n", "\r", "\r\n", "\x0b", "\x00"]), st.text(max_size=5))
def test_a_value_with_a_line_break_is_never_written(tmp_path, before, line_break, after):
    table = pa.table({"key": ["a"], "value": [before + line_break + after]})
    with pytest.raises(ActivationError, match="line break"):
        write(tmp_path / "f", table, SCHEMA, Task())
    assert not (tmp_path / "f").exists()


def test_leading_zeros_of_a_key_are_kept(tmp_path):
    write(tmp_path / "f", pa.table({"key": ["00123", "0.5"], "value": ["001", "v"]}), SCHEMA, Task())
    assert read(tmp_path / "f")[1:] == [["00123", "001"], ["0.5", "v"]]


def test_nothing_is_written_over_a_fatal_violation_and_the_first_one_is_named(tmp_path):
    (tmp_path / "f").write_text("old")
    table = pa.table({"key": ["a", "b", "a"], "value": ["x", "y\n", "a@b.de"]})
    with pytest.raises(ActivationError) as caught:
        write(tmp_path / "f", table, SCHEMA, Task())
    assert (tmp_path / "f").read_text() == "old"
    assert caught.value.what == "Analytics would reject 3 values of the file"
    assert caught.value.why.startswith('Row 2, column 2 (ga:dimension1), value "y\\n": ')
    assert caught.value.why.endswith("There are 2 others")


def test_what_is_not_fatal_is_written(tmp_path):
    assert write(tmp_path / "f", pa.table({"key": ["a"], "value": ["=x"]}), SCHEMA, Task()) == 1
    assert read(tmp_path / "f")[1] == ["a", "=x"]


def test_columns_coded_or_in_pieces_are_written_as_any_other(tmp_path, monkeypatch):
    monkeypatch.setattr(ga360, "CSV_ROWS", 2)
    values = pa.chunked_array([["x", "y"], ["x"], [], ["z", None]], pa.string()).dictionary_encode()
    numbers = pa.array([1.5, 2, 1.5, 3, 4]).dictionary_encode()
    table = pa.table({"key": list("abcde"), "value": values, "n": numbers})
    schema = Ga360Schema.of("ga:userId", "key", {"value": "ga:dimension1", "n": "ga:metric1"})
    assert write(tmp_path / "f", table, schema, Task()) == 5
    assert [row[1:] for row in read(tmp_path / "f")[1:]] == [
        ["x", "1.5"],
        ["y", "2"],
        ["x", "1.5"],
        ["z", "3"],
        ["", "4"],
    ]
    assert check(table.set_column(2, "n", pa.array([-1.0] * 5).dictionary_encode()), schema).fatal == 5


def test_a_preview_shows_the_first_rows_as_they_will_be_written(tmp_path):
    table = pa.table({"key": [str(i) for i in range(100)], "value": [i / 4 for i in range(99)] + [None]})
    shown = preview(table, METRIC, rows=5)
    write(tmp_path / "f", table, METRIC, Task())
    assert [list(shown.headers), *map(list, shown.rows)] == read(tmp_path / "f")[:6]
    assert len(preview(table, METRIC).rows) == 20
    assert preview(table.slice(0, 0), METRIC).rows == ()
    assert preview(table.slice(99), METRIC).rows == (("99", ""),)


def test_a_file_of_many_rows_is_checked_and_written_whole(tmp_path):
    n = 150_000
    keys = [f"{i}.{i}" for i in range(n)]
    table = pa.table({"key": keys, "value": np.arange(n) % 7})
    assert write(tmp_path / "f", table, SCHEMA, Task()) == n
    rows = read(tmp_path / "f")
    assert [row[0] for row in rows[1:]] == keys
    assert rows[-1][1] == str((n - 1) % 7)


def test_the_notice_gives_both_dates():
    assert "2023-07-01" in LEGACY_NOTICE
    assert "2024-07-01" in LEGACY_NOTICE
