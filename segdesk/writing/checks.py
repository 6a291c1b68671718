"""What every email is checked for before a person sees it, whoever wrote it."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from segdesk.writing import vocabulary
from segdesk.writing.addressing import names_in
from segdesk.writing.amounts import amounts_in
from segdesk.writing.facts import CustomerFacts
from segdesk.writing.findings import Finding, Part, Problem
from segdesk.writing.recognition import is_in, length
from segdesk.writing.untrusted import (
    EMAIL_ADDRESS,
    ISOLATES,
    LINK,
    MAX_PRODUCT,
    PHONE,
    TEMPLATE_MARK,
    clean,
    hidden_characters,
)

MAX_SUBJECT = 78
"""Characters of a subject; the templates stay below 60."""


_NO_ISOLATES = dict.fromkeys(map(ord, ISOLATES))


@dataclass(frozen=True)
class _Passage:
    """A subject or a body on its way through the checks.

    Attributes
    ----------
    written
        With compatible characters made equal, so that a full-width link is a link.
    own
        The same without the names of products, which may look like anything.
    """

    part: Part
    written: str
    own: str
    request: CustomerFacts

    @property
    def language(self) -> str:
        return self.request.language


def check(
    subject: str, body: str, request: CustomerFacts, first_names: Collection[str] = frozenset()
) -> tuple[Finding, ...]:
    """Return what is wrong with an email; nothing means that it can be shown to a person.

    Parameters
    ----------
    subject, body
        As a writer gave them back, without greeting and closing line.
    request
        What the writer was told.
    first_names
        Those of all customers, best as a set; none but the request's own may be addressed.

    Notes
    -----
    Names of products in ``request`` may hold any words and figures, but no link, address or phone number.
    """
    findings: list[Finding] = []
    for part, text in ((Part.SUBJECT, subject), (Part.BODY, body)):
        if not text.strip():
            findings.append(Finding(Problem.EMPTY, part))
            continue
        findings += (Finding(Problem.HIDDEN, part, _code(char)) for char in sorted(hidden_characters(text)))
        passage = _passage(part, text, request)
        for looked_for in (_length, _language, _leftovers, _contacts, _money, _promises, _greeting):
            findings += (Finding(problem, part, text) for problem, text in looked_for(passage))
        if first_names:
            own = " ".join((request.first_name or "", *_products(request)))
            others = names_in(passage.own, request.language, first_names, own)
            findings += (Finding(Problem.OTHER_CUSTOMER, part, name) for name in others)
    return tuple(findings)


def _passage(part: Part, text: str, request: CustomerFacts) -> _Passage:
    written = unicodedata.normalize("NFKC", text.translate(_NO_ISOLATES))
    own = written
    spellings = (name for raw in _products(request) for name in (raw, clean(raw, MAX_PRODUCT)))
    names = {unicodedata.normalize("NFKC", name) for name in spellings if len(name) > 2}
    for name in sorted(names, key=len, reverse=True):
        own = own.replace(name, " ")
    return _Passage(part, written, own, request)


def _products(request: CustomerFacts) -> tuple[str, ...]:
    return (*request.top_products, *request.top_products_country)


def _code(char: str) -> str:
    return f"U+{ord(char):04X}"


_Found = Iterator[tuple[Problem, str]]

_WORDS = (35, 150)
_LIMITS: Mapping[str, tuple[int, int]] = {"ko": (25, 130), "ar": (30, 140), "zh": (80, 350), "ja": (110, 480)}
"""Words, or characters in Chinese and Japanese, of a body without the names of products."""


def _length(passage: _Passage) -> _Found:
    if passage.part is Part.SUBJECT:
        if len(passage.written) > MAX_SUBJECT:
            yield Problem.TOO_LONG, f"{len(passage.written)} characters"
        return
    found = length(passage.own, passage.language)
    least, most = _LIMITS.get(passage.language, _WORDS)
    if not least <= found <= most:
        problem = Problem.TOO_SHORT if found < least else Problem.TOO_LONG
        yield problem, f"{found} where {least} to {most} are usual"


def _language(passage: _Passage) -> _Found:
    for paragraph in passage.own.splitlines():
        if not is_in(paragraph, passage.language):
            yield Problem.LANGUAGE, paragraph.strip()[:60]


_LEFTOVER = re.compile(
    r"\[[^\]\n]{2,40}\]|\{[^}\n]{0,40}\}|<[^>\n]{2,40}>|_{3,}|```|\*\*|^#+ |"
    r"\b(?-i:XX+|TODO|TBD)\b|\b(?:lorem ipsum|placeholder)\b|[a-z]_[a-z]|"
    r"^(?:subject|body|objet|corps|asunto|assunto|betreff|الموضوع|主题|件名|제목) ?[:：]",
    re.MULTILINE | re.IGNORECASE,
)


def _leftovers(passage: _Passage) -> _Found:
    if found := TEMPLATE_MARK.search(passage.written) or _LEFTOVER.search(passage.own):
        yield Problem.LEFTOVER, found[0]
    if passage.part is Part.SUBJECT and "\n" in passage.written.strip():
        yield Problem.LEFTOVER, "line break"


_DIGIT = re.compile(r"\d")


def _contacts(passage: _Passage) -> _Found:
    text = passage.written
    if "@" in text and (found := EMAIL_ADDRESS.search(text)):
        yield Problem.EMAIL_ADDRESS, found[0]
        text = EMAIL_ADDRESS.sub(" ", text)  # what follows the @ is no link
    if found := LINK.search(text):
        yield Problem.LINK, found[0]
    if _DIGIT.search(text) and (found := PHONE.search(text)):
        yield Problem.PHONE, found[0]


def _money(passage: _Passage) -> _Found:
    if not _DIGIT.search(passage.own):
        return
    facts = passage.request
    known = [value for value in (facts.avg_basket, facts.total_revenue) if value is not None]
    for written, value in amounts_in(passage.own):
        if not any(value in (round(fact), round(fact, 1), round(fact, 2)) for fact in known):
            yield Problem.PRICE, written


_PER_CENT = re.compile(r"\d ?[%٪]|[%٪] ?\d")


def _promises(passage: _Passage) -> _Found:
    offers = vocabulary.OFFERS.get(passage.language)
    if found := _PER_CENT.search(passage.own) or (offers and offers.search(passage.own)):
        yield Problem.DISCOUNT, found[0]
    deadlines = vocabulary.DEADLINES.get(passage.language)
    if found := deadlines and deadlines.search(passage.own):
        yield Problem.DEADLINE, found[0]


def _greeting(passage: _Passage) -> _Found:
    greetings = vocabulary.GREETINGS.get(passage.language)
    if passage.part is Part.BODY and greetings and (found := greetings.match(passage.own.lstrip())):
        yield Problem.GREETING, found[0]
