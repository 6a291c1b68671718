"""Every combination of language, tone, last event and missing facts, checked as emails are in use."""

import csv
import itertools
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

import pytest

from segdesk.paths import resource
from segdesk.tasks.task import Task
from segdesk.writing.checks import check
from segdesk.writing.facts import CustomerFacts, Tone
from segdesk.writing.greeting import merge
from segdesk.writing.phrase_file import EVENTS, PhraseFile
from segdesk.writing.phrases import languages
from segdesk.writing.recognition import length
from segdesk.writing.templates import MAX_SUBJECT, TemplatesWriter
from segdesk.writing.writer import Reply, Status

LANGUAGES = ("ar", "de", "en", "es", "fr", "ja", "ko", "pt", "zh")
PRODUCTS = (
    "Ribbed Cotton Men's Crew Socks",
    "Slim Linen Shirt",
    "Quilted Merino Wool Winter Jacket in Navy Blue",
)
TRENDS = ('Vintage Denim Boarshort 32"', "Slim Linen Shirt", "Plaid Flannel Pyjama Set [RJ26549]")
BODY_LENGTHS: Mapping[str, tuple[int, int]] = {
    # Words with the names of products in them, or characters without; French counts « and » as words.
    "en": (60, 125),
    "fr": (58, 135),
    "es": (58, 125),
    "pt": (56, 125),
    "de": (58, 128),
    "ar": (55, 115),
    "ko": (45, 105),
    "zh": (110, 250),
    "ja": (165, 340),
}


@dataclass(frozen=True)
class Email:
    facts: CustomerFacts
    reply: Reply

    @property
    def words(self) -> str:
        """The body without the names of products and without quotation marks around nothing."""
        text = self.reply.body
        for name in sorted({*PRODUCTS, *TRENDS}, key=len, reverse=True):
            text = text.replace(name, "")
        return text


def _requests(language: str) -> Iterator[CustomerFacts]:
    combinations = itertools.product(
        Tone,
        (None, "wishlist", *EVENTS),
        ((), PRODUCTS[:1], PRODUCTS),
        ((), TRENDS),
        (None, 0, 1, 2, 5, 11, 1234),
    )
    for number, (tone, event, products, trends, orders) in enumerate(combinations):
        yield CustomerFacts(
            customer=str(number),
            language=language,
            segment="seg_1",
            label="Champions",
            designation="They buy a lot.",
            tone=tone,
            total_orders=orders,
            last_event=event,
            top_products=products,
            top_products_country=trends,
        )


@cache
def emails(language: str) -> tuple[Email, ...]:
    requests = tuple(_requests(language))
    replies = TemplatesWriter().write(requests, Task())
    return tuple(Email(facts, reply) for facts, reply in zip(requests, replies, strict=True))


@pytest.fixture(scope="module")
def first_names() -> frozenset[str]:
    with resource("sample", "first_names.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["name"] for row in csv.DictReader(file))


def test_there_are_texts_in_exactly_the_nine_languages():
    assert languages() == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_email_passes_the_checks(language, first_names):
    for email in emails(language):
        assert email.reply.status is Status.WRITTEN
        findings = check(email.reply.subject, email.reply.body, email.facts, first_names)
        assert not findings, (findings, email)


@pytest.mark.parametrize("language", LANGUAGES)
def test_emails_about_the_products_of_a_real_shop_pass_the_checks(language, thelook_2k):
    with (thelook_2k / "products.csv").open(encoding="utf-8", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    facts = next(_requests(language))
    share = names[LANGUAGES.index(language) :: 2 * len(LANGUAGES)]
    requests = [
        replace(
            facts,
            customer=str(number),
            top_products=(name, share[-number]),
            top_products_country=(name[::-1],),
        )
        for number, name in enumerate(share)
    ]
    for request, reply in zip(requests, TemplatesWriter().write(requests, Task()), strict=True):
        assert not check(reply.subject, reply.body, request), (
            check(reply.subject, reply.body, request),
            reply,
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_subjects_and_bodies_keep_to_their_length(language):
    least, most = BODY_LENGTHS[language]
    for email in emails(language):
        assert len(email.reply.subject) <= MAX_SUBJECT == 60
        text = email.words if language in ("zh", "ja") else email.reply.body
        assert least <= length(text, language) <= most, (length(text, language), email)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_a_language_is_used_by_some_email(language):
    written = "\n".join(f"{email.reply.subject}\n{email.reply.body}" for email in emails(language))
    file = _file(language)
    texts = [
        *itertools.chain.from_iterable(file.subject.tones.values()),
        *file.subject.cart,
        *file.subject.product,
        *itertools.chain.from_iterable(file.opening.values()),
        *itertools.chain.from_iterable(file.activity.values()),
        *itertools.chain.from_iterable(file.orders.values()),
        *file.products,
        *file.trends,
        *file.more,
        *itertools.chain.from_iterable(file.ending.values()),
    ]
    for text in texts:
        pattern = r"[^\n]+?".join(re.escape(part) for part in re.split(r"\{\{.*?\}\}", text))
        assert re.search(pattern, written), text


def _file(language: str) -> PhraseFile:
    return PhraseFile.model_validate(tomllib.loads(resource("emails", f"{language}.toml").read_text("utf-8")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_is_written_only_once_in_its_file(language):
    file = _file(language)
    for by_tone in (file.subject.tones, file.opening, file.ending, file.activity):
        texts = list(itertools.chain.from_iterable(by_tone.values()))
        assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("language", ["ar", "ja", "ko", "zh"])
def test_languages_with_their_own_script_hold_no_latin_letter_but_in_names(language):
    for email in emails(language):
        assert not re.search("[A-Za-z]", email.words), email.words


@pytest.mark.parametrize("language", ["de", "es", "fr", "pt"])
def test_languages_in_latin_script_hold_no_english_word_but_in_names(language):
    english = {"the", "and", "you", "your", "with", "our", "of", "from", "have", "we", "it", "to"}
    for email in emails(language):
        assert not english & set(re.findall(r"\w+", email.words.lower()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_facts_that_are_known_are_in_the_email_and_others_leave_no_trace(language):
    for email in emails(language):
        for name in email.facts.top_products[:1]:
            assert name in email.reply.body
        if not email.facts.top_products and not email.facts.top_products_country:
            assert not any(name in email.reply.body for name in (*PRODUCTS, *TRENDS))
        text = email.reply.subject + email.reply.body
        assert not any(mark in text for mark in ("None", "{", "}", "  ", " .", "..", "。。", ",,"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_the_segment_or_a_number_but_the_orders_is_told(language):
    for email in emails(language):
        assert "Champions" not in email.reply.body
        numbers = {re.sub(r"\D", "", number) for number in re.findall(r"\d[\d.,\u202f]*", email.words)}
        assert numbers <= {str(email.facts.total_orders)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_customers_of_a_segment_do_not_all_receive_the_same_words(language):
    facts = next(_requests(language))
    requests = [replace(facts, customer=str(number)) for number in range(200)]
    replies = list(TemplatesWriter().write(requests, Task()))
    assert len({reply.body for reply in replies}) >= 8
    assert len({reply.subject for reply in replies}) >= 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_merged_text_has_greeting_body_and_closing_line_and_no_mark(language):
    reply = emails(language)[0].reply
    for first_name in (None, "Anna"):
        text = merge(reply.body, language, first_name)
        first, *middle, last = text.split("\n\n")
        assert "\n\n".join(middle) == reply.body
        assert first
        assert last
        assert ("Anna" in first) == (first_name is not None)
        assert "{" not in text
