"""What a file of email texts holds: one a language, under ``resources/emails``."""

from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from segdesk.writing.facts import Tone
from segdesk.writing.grammar import Plural

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
