"""The texts that emails are written from, compiled and ready to be filled in."""

import tomllib
from functools import cache
from pathlib import Path

from jinja2 import StrictUndefined, Template, TemplateError
from jinja2.meta import find_undeclared_variables
from jinja2.sandbox import SandboxedEnvironment
from pydantic import ValidationError

from segdesk.errors import InputError
from segdesk.paths import resource
from segdesk.writing.grammar import TIMES
from segdesk.writing.phrase_file import PhraseFile
from segdesk.writing.untrusted import isolated

_ENVIRONMENT = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=False)


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
            if not unknown:
                template.render(dict.fromkeys(facts, ""))  # what the sandbox refuses, it refuses now
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
