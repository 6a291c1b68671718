"""The fake language model: an email, a segment's name or plain words, by what a prompt asks for."""

import json
import re
import tomllib
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

_LANGUAGES = {
    "arabic": "ar",
    "chinese": "zh",
    "english": "en",
    "french": "fr",
    "german": "de",
    "japanese": "ja",
    "korean": "ko",
    "portuguese": "pt",
    "spanish": "es",
}
_LANGUAGE = re.compile(r"\blanguages?(?: of| is)?[\s:]+([A-Za-z]+)", re.IGNORECASE)
_PRODUCTS = (
    re.compile(r'"products_bought_most": ?\[\s*"((?:[^"\\]|\\.)+)"'),
    re.compile(r"top products: ([^,.\n]+)"),
)
# fmt: off
_FIRST = (
    "Steady", "Curious", "Quiet", "Generous", "Early", "Thoughtful", "Lively", "Occasional",
    "Patient", "Keen", "Loyal", "Cautious", "Bright", "Seasonal", "Devoted", "Casual", "Eager",
    "Gentle", "Practical", "Playful", "Careful", "Modest", "Bold", "Calm", "Cheerful", "Constant",
)
_SECOND = (
    "Regulars", "Explorers", "Returners", "Collectors", "Planners", "Browsers", "Friends",
    "Neighbours", "Admirers", "Choosers", "Wanderers", "Seekers", "Visitors", "Fans", "Companions",
    "Followers", "Gatherers", "Shoppers", "Strollers", "Savers",
)
# fmt: on
_HABITS = (
    "buy often",
    "buy seldom but well",
    "come back after a while",
    "are still getting to know the shop",
)
_WORDS = "subject", "body", "label", "name", "segment_label", "designation", "description"


def reply(prompt: str) -> str:
    """Return a text for a prompt, in the form that the prompt asks for."""
    keys = [word for word in re.findall(r'"(\w+)"', prompt.partition("<data>")[0]) if word in _WORDS]
    if keys and "JSON" in prompt:
        return json.dumps(
            {key: field(key, "STRING", prompt) for key in dict.fromkeys(keys)}, ensure_ascii=False
        )
    if _is_about_an_email(prompt):
        return f"Subject: {field('subject', 'STRING', prompt)}\n\n{field('body', 'STRING', prompt)}"
    if re.search(r"label|designation", prompt, re.IGNORECASE):
        return f"{field('label', 'STRING', prompt)}\n{field('designation', 'STRING', prompt)}"
    return f"This is what the stand-in makes of it, number {_number(prompt, 'text', 100_000)}."


def field(name: str, kind: str, prompt: str) -> Any:
    """Return the value of one field of a reply, by its name where that says what it is."""
    if kind != "STRING":
        number = _number(prompt, name, 100)
        return {"INT64": number, "FLOAT64": number / 10, "BOOL": number % 2 == 0}.get(kind)
    word = name.lower()
    if word == "subject":
        return _pick(_texts(prompt)["subjects"], prompt, word)
    if word in ("body", "email", "text"):
        return _body(prompt)
    if word in ("label", "name", "segment", "segments", "segment_label"):
        return f"{_pick(_FIRST, prompt, 'first')} {_pick(_SECOND, prompt, 'second')}"
    if word in ("designation", "description"):
        return f"Customers who {_pick(_HABITS, prompt, word)}"
    return f"{word.replace('_', ' ')} {_number(prompt, word, 1_000)}"


def _is_about_an_email(prompt: str) -> bool:
    return re.search(r"e-?mail", prompt, re.IGNORECASE) is not None


def _body(prompt: str) -> str:
    texts = _texts(prompt)
    product = next((found[1] for pattern in _PRODUCTS if (found := pattern.search(prompt))), "")
    about = [texts["product"].format(product=json.loads(f'"{product}"'))] if product.strip() else []
    paragraphs = (
        _pick(texts["openings"], prompt, "opening"),
        texts["middle"],
        *about,
        _pick(texts["endings"], prompt, "ending"),
    )
    return "\n\n".join(paragraphs)


def _texts(prompt: str) -> dict[str, Any]:
    told = _LANGUAGE.search(prompt)
    word = told[1].lower() if told else "en"
    known = _all_texts()
    return dict(known.get(_LANGUAGES.get(word, word), known["en"]))


@cache
def _all_texts() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("texts.toml").read_text(encoding="utf-8"))


def _pick(texts: Sequence[str], prompt: str, what: str) -> str:
    return texts[_number(prompt, what, len(texts))]


def _number(prompt: str, what: str, below: int) -> int:
    return int.from_bytes(sha256(f"{what}\0{prompt}".encode("utf-8", "surrogatepass")).digest()) % below
