"""From a customer's country to the language to write in."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from segdesk.errors import InputError
from segdesk.paths import resource
from segdesk.writing.given import Columns, read_rows, refused
from segdesk.writing.language_codes import ENGLISH, LANGUAGES, Language

_LANGUAGE_OF_COUNTRY = Columns(("country", "language"))


@dataclass(frozen=True)
class Unmapped:
    """Customers whose own language the offline writer does not write; they get English.

    Attributes
    ----------
    country
        As it is spelled in the data; None for customers without one.
    customers
        How many.
    language
        The country's language, one without templates; None if the table does not know the country.
    """

    country: str | None
    customers: int
    language: Language | None


@dataclass(frozen=True)
class LanguageTable:
    """Which language is written to which country.

    Attributes
    ----------
    codes
        Country to language code; the country in the form in which it is looked up.
    as_document
        Whether countries are compared, and unknown ones taken for English, as the marketing engine's
        published CASE does it.
    """

    codes: Mapping[str, str]
    as_document: bool = False

    @classmethod
    def load(cls, path: Path | str | None = None) -> Self:
        """Return the shipped table, with a person's own rows in the place of its rows.

        Parameters
        ----------
        path
            CSV file with the columns ``country`` and ``language``, the latter as ISO 639-1 code.
            A country may be spelled in any way that segdesk knows: ``Spain``, ``España`` or ``ES``.

        Raises
        ------
        InputError
            With line and column, for a missing column, an unknown language, or a country that is there twice.
        """
        names = _country_names()
        codes = _read(resource("languages.csv"), names)
        if path is not None:
            codes |= _read(Path(path), names)
        spellings = {name: codes[country] for name, country in names.items() if country in codes}
        return cls(spellings | codes)

    @classmethod
    def notebook(cls) -> Self:
        """Return the published CASE itself: lower-case English names, and English for everything else."""
        rows = read_rows(resource("languages_notebook.csv"), _LANGUAGE_OF_COUNTRY)
        codes = {row.cells[0]: row.cells[1] for row in rows}
        return cls(codes, as_document=True)

    def with_countries(self, pairs: Iterable[tuple[str, str]]) -> Self:
        """Return the table with a person's own rows, each for this very spelling of a country.

        Raises
        ------
        InputError
            If there is no such language.
        """
        own = {}
        for country, code in pairs:
            if code.lower() not in LANGUAGES:
                why, todo = _unknown_code(code)
                raise InputError(f"The language of {country} is not known", why, todo)
            own[self._key(country)] = code.lower()
        return replace(self, codes={**self.codes, **own}) if own else self

    def language(self, country: str | None) -> str | None:
        """Return the code of a country's language, None if the country is not known.

        Accents, case, spaces and punctuation make no difference. The notebook table knows every country.
        """
        found = self._found(country)
        return ENGLISH if found is None and self.as_document else found

    def unmapped(self, countries: Iterable[str | None] | Mapping[str | None, int]) -> tuple[Unmapped, ...]:
        """Return the customers who get English for want of anything better, the largest countries first.

        Parameters
        ----------
        countries
            The country of each customer, or how many customers each has.
        """
        counts: Counter[str | None] = Counter()
        for country, customers in Counter(countries).items():
            counts[(country or "").strip() or None] += customers
        found = [Unmapped(country, n, self._own(country)) for country, n in counts.items()]
        missing = [each for each in found if not (each.language and each.language.has_templates)]
        return tuple(sorted(missing, key=lambda each: (-each.customers, each.country or "")))

    def _own(self, country: str | None) -> Language | None:
        return LANGUAGES.get(self._found(country) or "")

    def _found(self, country: str | None) -> str | None:
        if country is None:
            return None
        return self.codes.get(self._key(country))

    def _key(self, country: str) -> str:
        return country.lower() if self.as_document else folded(country)


def folded(country: str) -> str:
    """Return a country's name as it is compared: letters and digits, without accents and case."""
    plain = unicodedata.normalize("NFKD", country.casefold())
    return "".join(char for char in plain if char.isalnum())


def _country_names() -> dict[str, str]:
    """Return each known spelling of a country's name to the one that stands for it, both folded."""
    rows = read_rows(resource("country_names.csv"), Columns(("name", "country")))
    return {folded(name): folded(country) for name, country in (row.cells for row in rows)}


def _read(path: Path, names: Mapping[str, str]) -> dict[str, str]:
    """Return country to language code of one file; several spellings of a country have to agree."""
    codes: dict[str, str] = {}
    lines: dict[str, int] = {}
    seen: dict[str, int] = {}
    for row in read_rows(path, _LANGUAGE_OF_COUNTRY):
        country, code = row.cells
        key = folded(country)
        if not key:
            raise refused(path, row.line, "country", "there is no country", "Give one, or remove the line")
        if key in seen:
            raise refused(
                path,
                row.line,
                "country",
                f"{country} is in line {seen[key]} already",
                "Remove one of the two lines",
            )
        language = _known_code(path, row.line, code)
        same = names.get(key, key)
        if codes.setdefault(same, language) != language:
            raise refused(
                path,
                row.line,
                "country",
                f"{country} is another name of the country in line {lines[same]}, with another language",
                "Keep one of the two lines",
            )
        seen[key] = row.line
        lines.setdefault(same, row.line)
    return codes


def _known_code(path: Path, line: int, code: str) -> str:
    """Return a language code in lower case, if there is such a language."""
    if code.lower() in LANGUAGES:
        return code.lower()
    raise refused(path, line, "language", *_unknown_code(code))


def _unknown_code(code: str) -> tuple[str, str]:
    """Return why a language code cannot be used, and what to do about it."""
    written = ", ".join(language.code for language in LANGUAGES.values() if language.has_templates)
    why = f"there is no language {code}" if code else "there is no language"
    meant = next((each.code for each in LANGUAGES.values() if code.casefold() == each.name.casefold()), None)
    return why, f"Write {meant}" if meant else f"Give its two letters, such as {written}"
