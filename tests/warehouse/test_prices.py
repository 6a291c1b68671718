"""The price table: what things cost, whose prices count, and how amounts are written."""

from datetime import date
from pathlib import Path

import pytest

from segdesk.errors import InputError, UsageError
from segdesk.project.ledger import Bill
from segdesk.warehouse.base import Tokens
from segdesk.warehouse.bigquery.amounts import (
    dollars_in_words,
    dollars_option,
    parse_dollars,
    parse_size,
    size_in_words,
    size_option,
)
from segdesk.warehouse.bigquery.prices import Prices, own_prices

MIB, GIB, TIB = 2**20, 2**30, 2**40


@pytest.fixture(autouse=True)
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("segdesk.paths.config_folder", lambda: tmp_path)
    return tmp_path


def write_own(text: str) -> None:
    own_prices().write_text(text, encoding="utf-8")


def test_a_query_pays_by_the_tebibyte() -> None:
    assert Prices.load().query(TIB) == pytest.approx(6.25)


def test_a_model_pays_fifty_times_a_query() -> None:
    prices = Prices.load()
    assert prices.create_model(GIB) == pytest.approx(50 * prices.query(GIB))
    assert prices.per_tib(Bill.MODEL) == 50 * prices.per_tib(Bill.QUERY)


def test_little_is_billed_as_ten_mebibytes_of_each_table_and_nothing_as_nothing() -> None:
    prices = Prices.load()
    assert prices.billed(0) == 0
    assert prices.billed(1) == 10 * MIB
    assert prices.billed(1, tables=3) == 30 * MIB
    assert prices.billed(50 * MIB + 1, tables=3) == 51 * MIB


def test_tokens_are_paid_by_what_is_read_and_what_is_written() -> None:
    tokens = Tokens("gemini-2.5-flash", 2_000_000, 1_000_000)
    assert Prices.load().tokens(tokens) == pytest.approx(2 * 0.30 + 2.50)


@pytest.mark.parametrize(
    "endpoint",
    [
        "gemini-2.5-flash-001",
        "Gemini-2.5-Flash",
        "https://aiplatform.googleapis.com/v1/projects/p/locations/global/publishers/google/models/gemini-2.5-flash",
    ],
)
def test_a_model_is_known_by_its_address_and_its_version_too(endpoint: str) -> None:
    prices = Prices.load()
    assert prices.model(endpoint) == prices.model("gemini-2.5-flash") is not None


@pytest.mark.parametrize("endpoint", ["gemini-2.5-flash-tts", "gemini-2", "mine", ""])
def test_a_model_that_only_looks_like_another_has_no_price(endpoint: str) -> None:
    assert Prices.load().tokens(Tokens(endpoint, 1, 1)) is None


def test_keeping_a_table_costs_by_the_gibibyte() -> None:
    assert Prices.load().storage(5 * GIB) == pytest.approx(0.10)


def test_every_price_says_when_and_where_it_was_read() -> None:
    prices = Prices.load()
    for entry in (prices.scanned, prices.trained, prices.kept, *prices.models.values()):
        assert entry.source.startswith("https://")
        assert entry.as_of >= date(2026, 1, 1)


def test_the_persons_own_prices_replace_the_shipped_ones_entry_by_entry() -> None:
    write_own(
        "[query]\nper_tib = 7.5\nas_of = 2026-11-01\n"
        '[tokens."mine"]\nprompt_per_million = 1\nreply_per_million = 2\nas_of = 2026-11-02\n'
    )
    prices = Prices.load()
    assert prices.query(TIB) == pytest.approx(7.5)
    assert prices.scanned.minimum_mib == 10
    assert prices.create_model(TIB) == pytest.approx(312.5)
    assert prices.tokens(Tokens("mine", 1_000_000, 1_000_000)) == pytest.approx(3)
    assert prices.model("gemini-2.5-pro") is not None


def test_the_table_is_as_old_as_its_oldest_price() -> None:
    write_own("[storage]\nas_of = 2020-02-29\n")
    assert Prices.load().as_of == date(2020, 2, 29)


@pytest.mark.parametrize(
    "text",
    [
        "[query]\nper_tb = 7.5\n",
        "[query]\nper_tib = -1\n",
        "[query]\nper_tib = inf\n",
        "query = 7.5\n",
        'currency = "EUR"\n',
        '[tokens."mine"]\nprompt_per_million = 1\nreply_per_million = 2\n',
        "[query\n",
        "\ufffe\x00",
    ],
)
def test_prices_that_make_no_sense_are_refused_with_the_files_name(text: str) -> None:
    write_own(text)
    with pytest.raises(InputError) as refusal:
        Prices.load()
    assert str(own_prices()) in refusal.value.what
    assert refusal.value.why


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("123456", 123456),
        ("100GB", 100 * 10**9),
        ("100 gb", 100 * 10**9),
        ("1.5TiB", 3 * 2**39),
        ("10G", 10**10),
        (".5KiB", 512),
        ("0", 0),
        ("1.5", 2),
        ("8191PiB", 8191 * 2**50),
    ],
)
def test_sizes_are_read_with_their_units(text: str, size: int) -> None:
    assert parse_size(text) == size


@pytest.mark.parametrize(
    "text", ["", "much", "-1", "1 XB", "1,5GB", "GB", "1e3", "100i", "8192PiB", "9" * 400]
)
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_size(text)


@pytest.mark.parametrize(("text", "dollars"), [("5", 5.0), ("2.50", 2.5), ("$ 2.5", 2.5), ("0", 0.0)])
def test_dollars_are_read(text: str, dollars: float) -> None:
    assert parse_dollars(text) == dollars


@pytest.mark.parametrize("text", ["", "-1", "nan", "inf", "5 €", "1,000", "9" * 400])
def test_what_is_no_money_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_dollars(text)


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 B"),
        (1023, "1,023 B"),
        (10 * MIB, "10 MiB"),
        (1024 * MIB - 1, "1 GiB"),
        (100 * GIB, "100 GiB"),
        (1536 * GIB, "1.5 TiB"),
        (2000 * 2**50, "2,000 PiB"),
    ],
)
def test_sizes_are_said_with_three_digits(size: int, words: str) -> None:
    assert size_in_words(size) == words


@pytest.mark.parametrize("size", [0, 1, 999, 10 * MIB + 1, 123_456_789_012, 7 * TIB - 1, 2**62])
def test_the_size_to_allow_is_enough_and_hardly_more(size: int) -> None:
    assert size <= parse_size(size_option(size)) <= size * 1.1


@pytest.mark.parametrize("cost", [0.0, 0.0001, 2.5, 17.581, 0.1 + 0.2])
def test_the_dollars_to_allow_are_enough_and_hardly_more(cost: float) -> None:
    assert cost <= parse_dollars(dollars_option(cost)) + 1e-9 <= cost + 0.011


def test_dollars_are_said_in_words() -> None:
    assert [dollars_in_words(cost) for cost in (0, 0.004, 14.378, 12345)] == [
        "$0.00",
        "less than $0.01",
        "$14.38",
        "$12,345.00",
    ]
