"""The texts of the templates writer: one file a language under ``resources/emails``."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

from jinja2 import StrictUndefined, Template, TemplateError
from jinja2.meta import find_undeclared_variables
from jinja2.sandbox import SandboxedEnvironment
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from segdesk.errors import InputError
from segdesk.paths import resource
from segdesk.writing.facts import Tone
from segdesk.writing.grammar import TIMES, Plural
from segdesk.writing.untrusted import isolated

_ENVIRONMENT = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=False)

EVENTS = ("cart", "purchase", "product", "department", "home", "cancel")
"""The last activities that have words of their own."""

Texts = Annotated[tuple[str, ...], Field(min_length=1)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Quotes(_Part):
    """What stands around a product's name."""

    open: str
    close: str


class Listing(_Part):
    """What stands between two names, and between three."""

    pair: str
    comma: str
    last: str


class Greeting(_Part):
    """The lines that are merged around a body."""

    named: str
    unnamed: str
    sign_off: str


class Subjects(_Part):
    """Subject lines by tone; those about the basket or a product take their turn where the fact is known."""

    tones: Mapping[Tone, Texts]
    cart: Texts
    product: Texts


class PhraseFile(_Part):
    """What a language's file holds; every text is a Jinja2 template.

    Attributes
    ----------
    right_to_left
        Whether the language is written so.
    space
        What stands between two sentences.
    opening, ending
        By tone: the first and the last sentences.
    activity
        By the customer's last event.
    orders
        By plural category, with ``times``.
    products
        The customer's own, with ``products``.
    trends
        What others in the country buy, with ``products``.
    more
        Takes the place of products or trends where either is unknown.
    """

    right_to_left: bool = False
    space: str
    quotes: Quotes
    listing: Listing
    greeting: Greeting
    subject: Subjects
    opening: Mapping[Tone, Texts]
    activity: Mapping[str, Texts]
    orders: Mapping[Plural, Texts]
    products: Texts
    trends: Texts
    more: Texts
    ending: Mapping[Tone, Texts]

    @model_validator(mode="after")
    def _complete(self) -> "PhraseFile":
        for name, given in (
            ("subject.tones", self.subject.tones),
            ("opening", self.opening),
            ("ending", self.ending),
        ):
            _same(name, given, Tone)
        _same("activity", self.activity, EVENTS)
        return self


def _same(section: str, given: Iterable[str], wanted: Iterable[str]) -> None:
    if set(given) != set(wanted):
        raise ValueError(f"[{section}] needs exactly {', '.join(wanted)}")


class Phrases:
    """A language's texts, compiled.

    Parameters
    ----------
    language
        Code of the language.
    file
        Its texts.

    Raises
    ------
    InputError
        If a text is no template, uses a fact that it does not get, or a plural is missing.
    """

    def __init__(self, language: str, file: PhraseFile) -> None:
        self.language = language
        self.right_to_left = file.right_to_left
        self.space = file.space
        self.sign_off = file.greeting.sign_off
        self._quotes = file.quotes
        self._listing = file.listing
        if missing := TIMES[language] - set(file.orders):
            raise InputError(
                f"The texts in '{language}' lack a plural", f"[orders] has no {', '.join(missing)}"
            )
        self.named = self._compiled((file.greeting.named,), "first_name")[0]
        self.unnamed = file.greeting.unnamed
        self.subjects = {tone: self._compiled(texts) for tone, texts in file.subject.tones.items()}
        self.cart_subjects = self._compiled(file.subject.cart)
        self.product_subjects = self._compiled(file.subject.product, "product")
        self.openings = {tone: self._compiled(texts) for tone, texts in file.opening.items()}
        self.activities = {event: self._compiled(texts) for event, texts in file.activity.items()}
        self.orders = {form: self._compiled(texts, "times") for form, texts in file.orders.items()}
        self.products = self._compiled(file.products, "products")
        self.trends = self._compiled(file.trends, "products")
        self.more = self._compiled(file.more)
        self.endings = {tone: self._compiled(texts) for tone, texts in file.ending.items()}

    def quoted(self, name: str) -> str:
        """Return a product's name in the language's quotation marks."""
        return f"{self._quotes.open}{isolated(name, self.right_to_left)}{self._quotes.close}"

    def listed(self, names: tuple[str, ...]) -> str:
        """Return quoted names as the language lists them: A, B and C."""
        *first, last = (self.quoted(name) for name in names)
        if not first:
            return last
        between = self._listing.pair if len(first) == 1 else self._listing.last
        return self._listing.comma.join(first) + between + last

    def _compiled(self, texts: tuple[str, ...], *facts: str) -> tuple[Template, ...]:
        return tuple(self._template(text, frozenset(facts)) for text in texts)

    def _template(self, text: str, facts: frozenset[str]) -> Template:
        what = f"A text in '{self.language}' cannot be used"
        try:
            unknown = find_undeclared_variables(_ENVIRONMENT.parse(text)) - facts
            template = _ENVIRONMENT.from_string(text)
        except TemplateError as error:
            raise InputError(what, f"{error} in {text!r}") from error
        if unknown:
            raise InputError(
                what, f"it asks for {', '.join(sorted(unknown))}, which is unknown there: {text!r}"
            )
        return template


def languages() -> tuple[str, ...]:
    """Return the codes of the languages that there are texts in, sorted."""
    return tuple(sorted(path.stem for path in resource("emails").glob("*.toml")))


@cache
def phrases(language: str) -> Phrases:
    """Return the texts of a language that segdesk ships.

    Raises
    ------
    InputError
        If there are none, or the file cannot be used.
    """
    if language not in languages():
        raise InputError(
            f"There are no email texts in '{language}'", todo=f"Choose one of {', '.join(languages())}"
        )
    return read_phrases(language, resource("emails", f"{language}.toml"))


def read_phrases(language: str, path: Path) -> Phrases:
    """Return the texts of one file.

    Raises
    ------
    InputError
        If it is not TOML, lacks a text or holds one too many.
    """
    what = f"The email texts in {path.name} cannot be used"
    try:
        file = PhraseFile.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise InputError(what, str(error)) from error
    except ValidationError as error:
        first = error.errors()[0]
        raise InputError(what, f"[{'.'.join(map(str, first['loc']))}] {first['msg']}") from error
    return Phrases(language, file)
