"""The writer that needs nothing but this machine: texts from files, chosen by customer."""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b

from jinja2 import Template

from segdesk.tasks.task import Task
from segdesk.writing.facts import CustomerFacts, Tone
from segdesk.writing.grammar import times, whole_number
from segdesk.writing.phrases import Phrases, languages, phrases
from segdesk.writing.untrusted import MAX_PRODUCT, clean, usable
from segdesk.writing.writer import Reply, Status

MAX_SUBJECT = 60
"""Characters of a subject line; what lies beyond is cut off in most inboxes."""
_ROOM_FOR_OWN, _ROOM_FOR_OTHERS = 90, 60
"""Characters that the names of products may take in one sentence; the first name always has room."""


class TemplatesWriter:
    """Writes emails from the shipped texts; the same customer, facts and seed always get the same words.

    Parameters
    ----------
    seed
        Another seed gives the customers other words.
    """

    def __init__(self, seed: int = 42) -> None:
        self._seed = seed

    def write(self, requests: Iterable[CustomerFacts], task: Task) -> Iterator[Reply]:
        """Yield one reply for each request, in the order of the requests.

        Raises
        ------
        Cancelled
            When the task was asked to stop.
        """
        known = languages()
        for facts in requests:
            task.check()
            if facts.language in known:
                choice = _Choice(self._seed, facts.customer)
                yield Reply(facts.customer, *_email(facts, phrases(facts.language), choice), Status.WRITTEN)
            else:
                reason = f"there are no texts in the language '{facts.language}'"
                yield Reply(facts.customer, "", "", Status.REFUSED, reason)


class _Choice:
    """Chooses texts for one customer: always the same ones, but others for the next customer."""

    def __init__(self, seed: int, customer: str) -> None:
        digest = blake2b(f"{seed}:{customer}".encode("utf-8", "surrogatepass"), digest_size=32).digest()
        self._left = int.from_bytes(digest)

    def of(self, texts: Sequence[Template]) -> Template:
        self._left, index = divmod(self._left, len(texts))
        return texts[index]


def _email(facts: CustomerFacts, texts: Phrases, choice: _Choice) -> tuple[str, str]:
    own = _names(facts.top_products, _ROOM_FOR_OWN)
    not_own = (name for name in facts.top_products_country if name not in facts.top_products)
    others = _names(not_own, _ROOM_FOR_OTHERS)
    subject = _subject(facts, own, texts, choice)
    paragraphs = (
        [choice.of(texts.openings[facts.tone]).render(), *_activity(facts, texts, choice)],
        [*_orders(facts, texts, choice), *_products(own, others, texts, choice)],
        [choice.of(texts.endings[facts.tone]).render()],
    )
    return subject, "\n\n".join(texts.space.join(sentences) for sentences in paragraphs)


def _subject(facts: CustomerFacts, own: tuple[str, ...], texts: Phrases, choice: _Choice) -> str:
    by_tone = texts.subjects[facts.tone]
    about_cart = texts.cart_subjects if facts.last_event == "cart" else ()
    about_product = texts.product_subjects if own else ()
    chosen = choice.of(by_tone + about_cart + about_product)
    subject = chosen.render(product=texts.quoted(own[0])) if own else chosen.render()
    return subject if len(subject) <= MAX_SUBJECT else choice.of(by_tone).render()


def _activity(facts: CustomerFacts, texts: Phrases, choice: _Choice) -> list[str]:
    event = (facts.last_event or "").strip().lower()
    if event not in texts.activities:
        return []
    # Who cancelled or returned everything counts as never having bought: no thanks for a purchase then.
    if event == "purchase" and (facts.tone is Tone.INVITING or facts.total_orders == 0):
        return []
    return [choice.of(texts.activities[event]).render()]


def _orders(facts: CustomerFacts, texts: Phrases, choice: _Choice) -> list[str]:
    if not facts.total_orders or facts.total_orders < 1:
        return []
    chosen = choice.of(texts.orders[times(texts.language, facts.total_orders)])
    return [chosen.render(times=whole_number(texts.language, facts.total_orders))]


def _products(own: tuple[str, ...], others: tuple[str, ...], texts: Phrases, choice: _Choice) -> list[str]:
    parts = ((texts.products, own), (texts.trends, others))
    sentences = [choice.of(part).render(products=texts.listed(names)) for part, names in parts if names]
    if len(sentences) < len(parts):
        sentences.append(choice.of(texts.more).render())
    return sentences


def _names(products: Iterable[str], room: int) -> tuple[str, ...]:
    """Return the first product that can be named, and the next ones as far as there is room."""
    kept: list[str] = []
    for product in products:
        name = clean(product, MAX_PRODUCT)
        if not usable(name) or name in kept:
            continue
        if kept and len(name) > room:
            break
        kept.append(name)
        room -= len(name)
    return tuple(kept[:3])
