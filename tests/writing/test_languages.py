"""From a country to a language."""

import csv
from pathlib import Path

import pytest

from segdesk.errors import InputError
from segdesk.paths import resource
from segdesk.writing.language_codes import LANGUAGES, written_language
from segdesk.writing.languages import LanguageTable, folded

PUBLISHED = {
    "fr": "france belgium switzerland luxembourg senegal ivory_coast cameroon madagascar togo mali morocco "
    "tunisia algeria",
    "es": "spain mexico argentina chile colombia peru venezuela ecuador uruguay paraguay bolivia guatemala "
    "cuba dominican_republic",
    "pt": "brasil portugal mozambique angola",
    "en": "united_states usa united_kingdom canada england australia ireland nigeria ghana kenya "
    "south_africa india philippines",
    "ar": "egypt saudi_arabia uae united_arab_emirates qatar jordan lebanon iraq syria yemen",
    "zh": "china taiwan singapore",
    "ja": "japan",
    "de": "germany",
    "ko": "south_korea korea republic_of_korea",
}
IN_THE_CASE = [(name.replace("_", " "), code) for code, names in PUBLISHED.items() for name in names.split()]


@pytest.fixture(scope="module")
def table() -> LanguageTable:
    return LanguageTable.load()


@pytest.fixture
def own(tmp_path: Path):
    def write(text: str | bytes) -> Path:
        path = tmp_path / "own.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


@pytest.mark.parametrize(("country", "code"), IN_THE_CASE)
def test_both_tables_hold_every_country_of_the_published_case(table: LanguageTable, country: str, code: str):
    assert table.language(country.title()) == code
    assert LanguageTable.notebook().language(country.upper()) == code


def test_the_notebook_table_holds_nothing_else():
    assert sorted(LanguageTable.notebook().codes) == sorted(country for country, _ in IN_THE_CASE)


@pytest.mark.parametrize(
    "country", ["España", "Deutschland", "Brazil", " France", "Poland", "Österreich", "", None]
)
def test_the_notebook_table_takes_anything_else_for_english(country: str | None):
    assert LanguageTable.notebook().language(country) == "en"


@pytest.mark.parametrize(
    ("country", "code"),
    [
        ("Brasil", "pt"),
        ("Brazil", "pt"),
        ("España", "es"),
        ("ESPANA", "es"),
        ("  south   KOREA ", "ko"),
        ("SouthKorea", "ko"),
        ("Korea, Republic of", "ko"),
        ("Deutschland", "de"),
        ("Austria", "de"),
        ("Oesterreich", "de"),
        ("U.S.A.", "en"),
        ("gb", "en"),
        ("Côte d’Ivoire", "fr"),
        ("Cote dIvoire", "fr"),
        ("日本", "ja"),
        ("한국", "ko"),
        ("中国", "zh"),
        ("السعودية", "ar"),
        ("Poland", "pl"),
        ("Italia", "it"),
    ],
)
def test_spelling_makes_no_difference(table: LanguageTable, country: str, code: str):
    assert table.language(country) == code


@pytest.mark.parametrize("country", [None, "", "  ", "?", "Atlantis"])
def test_an_unknown_country_has_no_language(table: LanguageTable, country: str | None):
    assert table.language(country) is None


def test_every_shipped_name_leads_to_a_country_with_a_language(table: LanguageTable):
    with resource("country_names.csv").open(encoding="utf-8", newline="") as file:
        names = list(csv.DictReader(file))
    assert len(names) > 500
    for row in names:
        assert table.language(row["name"]) == table.language(row["country"]) is not None
    assert len({folded(row["name"]) for row in names}) == len(names)


def test_every_country_of_the_sample_has_a_language(table: LanguageTable):
    with resource("sample", "thelook_places.csv").open(encoding="utf-8", newline="") as file:
        countries = {row["country"] for row in csv.DictReader(file)}
    assert countries
    assert not [country for country in countries if table.language(country) is None]


def test_a_language_without_templates_is_written_in_english():
    assert [written_language(code) for code in ("fr", "ar", "it", "pl", "xx", None)] == [
        "fr",
        "ar",
        *["en"] * 4,
    ]
    assert [code for code, each in LANGUAGES.items() if each.has_templates] == [
        "en",
        "fr",
        "es",
        "pt",
        "de",
        "ar",
        "zh",
        "ja",
        "ko",
    ]
    assert {code for code, each in LANGUAGES.items() if each.right_to_left} == {
        "ar",
        "dv",
        "fa",
        "he",
        "ps",
        "ur",
    }


def test_the_report_counts_who_gets_english_and_why(table: LanguageTable):
    countries = ["France", "Narnia", "Poland", "Poland", None, "", " ", "United States", "Narnia ", "Italy"]
    found = [
        (each.country, each.customers, each.language and each.language.code)
        for each in table.unmapped(countries)
    ]
    assert found == [(None, 3, None), ("Narnia", 2, None), ("Poland", 2, "pl"), ("Italy", 1, "it")]


def test_the_notebook_report_names_what_fell_through_the_case():
    found = LanguageTable.notebook().unmapped(["España", "Spain", "España", "Poland"])
    assert [(each.country, each.customers, each.language) for each in found] == [
        ("España", 2, None),
        ("Poland", 1, None),
    ]


def test_own_rows_take_the_place_of_the_shipped_ones_in_every_spelling(own):
    table = LanguageTable.load(own("Country;Language\nschweiz;de\nAtlantis;PT\nES;fr\n"))
    assert [table.language(name) for name in ("Switzerland", "CH", "Suisse", "atlantis")] == [
        "de",
        "de",
        "de",
        "pt",
    ]
    assert [table.language(name) for name in ("Spain", "España", "France")] == ["fr", "fr", "fr"]


def test_own_rows_may_come_from_a_spreadsheet(own):
    table = LanguageTable.load(own("\ufeffcountry,region,language\r\n\r\nBelgium,EU,nl\r\n,,\r\n".encode()))
    assert table.language("Belgium") == "nl"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("country,language\nSpain,es\nPoland,xx\n", ["line 3", "column language", "xx", "en, fr"]),
        ("country,language\nSpain,French\n", ["line 2", "column language", "Write fr"]),
        ("country,language\nSpain,\n", ["line 2", "column language"]),
        ("country,language\n,es\n", ["line 2", "column country"]),
        ("country,language\nSpain,es\n\nspain,es\n", ["line 4", "column country", "line 2"]),
        (
            "country,language\nSpain,es\nEspaña,pt\n",
            ["line 3", "column country", "line 2", "another language"],
        ),
        ("country,code\nSpain,es\n", ["line 1", "no column language", "country, code"]),
        ("country,language,Language\nSpain,es,fr\n", ["line 1", "column language", "twice"]),
        ("country,language\nKorea, Republic of,ko\n", ["line 2", "3 cells"]),
        ('country,language\nSpain,es\n"Peru,es\n', ["line 3", "quotes"]),
        ("", ["empty"]),
        (b"country,language\nSpain,es\nEspa\xf1a,es\n", ["line 3", "UTF-8"]),
        ("country,language\nSpain,es\n".encode("utf-16"), ["line 1", "UTF-8"]),
        ("c\0ountry,language\n", ["line 1", "text file"]),
    ],
)
def test_a_file_with_a_mistake_is_refused_with_its_place(own, text: str | bytes, parts: list[str]):
    with pytest.raises(InputError) as caught:
        LanguageTable.load(own(text))
    for part in ("own.csv", *parts):
        assert part in str(caught.value)


def test_two_spellings_with_the_same_language_are_no_mistake(own):
    assert LanguageTable.load(own("country,language\nSpain,ca\nEspaña,ca\n")).language("es") == "ca"


def test_a_file_that_is_not_there_is_refused(tmp_path: Path):
    with pytest.raises(InputError, match="No such file"):
        LanguageTable.load(tmp_path / "none.csv")
