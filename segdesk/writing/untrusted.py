"""Names of products and people come from outside: what they must not bring into an email."""

import re
import unicodedata
from functools import lru_cache

MAX_PRODUCT = 60
MAX_FIRST_NAME = 40

_FSI, _PDI = "\u2068", "\u2069"
ISOLATES = frozenset({_FSI, _PDI})
"""First strong isolate and its end: the only invisible characters that an email may hold."""

_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})

LINK = re.compile(
    r"https?:|\bwww\.|\bmailto:|\bhref\s*=|\]\(|"
    r"(?<=[\w-])\.(?:com|net|org|info|biz|shop|store|online|site|xyz|app|link|io|ly|co\.uk)\b",
    re.IGNORECASE,
)
EMAIL_ADDRESS = re.compile(r"[\w.+-]+\s?@\s?[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(
    r"(?<![\w.])(?:"
    r"\+\d[\d\s().\-/]{5,}\d"  # +49 30 1234567
    r"|\(?0\d{1,4}\)?(?:[\s.\-/]\d{2,4}){2,}"  # (030) 123 45 67
    r"|(?:\d[\s.-])?\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}"  # 1-800-555-0100
    r"|\d{3,4}[\s.-]\d{3,4}[\s.-]\d{4}"
    r"|\d{10,15}"
    r")(?!\w)"
)
TEMPLATE_MARK = re.compile(r"\{\{|\}\}|\{%|%\}|\$\{|</?[a-z][^>]*>", re.IGNORECASE)

_INTRUSIONS = (LINK, EMAIL_ADDRESS, PHONE, TEMPLATE_MARK)


@lru_cache(maxsize=2**16)  # the same products come back in thousands of emails
def clean(text: str, limit: int) -> str:
    """Return text on one line, without control and direction characters, cut at a word.

    Parameters
    ----------
    limit
        Characters, the ellipsis that marks a cut included.
    """
    visible = "".join(
        " " if char.isspace() else char
        for char in unicodedata.normalize("NFC", text)
        if char.isspace() or unicodedata.category(char) not in _INVISIBLE
    )
    line = " ".join(visible.split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    word, space, _ = cut.rpartition(" ")
    # A name without spaces, or with one long word, is cut where it has to be.
    within = line[limit - 1].isalnum() and space and len(word) > limit // 2
    kept = word if within else cut
    return kept.rstrip(" ,;:-–—&(") + "…"


@lru_cache(maxsize=2**16)
def usable(name: str) -> bool:
    """Whether a cleaned name can stand in an email: it has letters, and no link, address, phone or mark."""
    plain = unicodedata.normalize("NFKC", name)
    return any(char.isalpha() for char in plain) and not any(mark.search(plain) for mark in _INTRUSIONS)


def isolated(name: str, right_to_left: bool) -> str:
    """Return a name so that it does not reorder the text around it.

    Notes
    -----
    Unicode Standard Annex 9, explicit directional isolates.
    """
    if right_to_left or any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in name):
        return f"{_FSI}{name}{_PDI}"
    return name


def hidden_characters(text: str) -> frozenset[str]:
    """Return the invisible characters of a text that have no business there."""
    hidden = {
        char for char in set(text) if char != "\n" and unicodedata.category(char) in _INVISIBLE
    } - ISOLATES
    if text.count(_FSI) != text.count(_PDI):
        hidden |= ISOLATES & set(text)
    return frozenset(hidden)
