"""Sentences from below the window, in the window's language.

The steps and the workshops under them speak English, to the command line as well; the window looks up what
they say in the phrase book of its language, ``resources/i18n/sentences_*.toml``. English needs none.
"""

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale

from segdesk.paths import resource

if TYPE_CHECKING:
    from segdesk.gui.phrase_book import Book
    from segdesk.tasks.messages import Failure


def said(text: str) -> str:
    """Return what was said below the window in the window's language; what is not in the book stays."""
    book = _book(QLocale().name().split("_")[0])
    return book.said(text) if book else text


def word(kind: str, text: str) -> str:
    """Return a single word from below the window in the window's language, an unknown one as it is.

    Parameters
    ----------
    kind
        Which list of the book it is looked up in: ``feature`` for titles, ``unit``, ``language``.
    """
    book = _book(QLocale().name().split("_")[0])
    return book.word(kind, text) if book else text


def told(failure: "Failure") -> "Failure":
    """Return an error in the window's language; its details stay, as they are for whoever helps."""
    return replace(failure, what=said(failure.what), why=said(failure.why), todo=said(failure.todo))


@cache
def _book(language: str) -> "Book | None":
    path = resource("i18n", f"sentences_{language}.toml")
    if not path.is_file():
        return None
    from segdesk.gui.phrase_book import Book

    return Book.read(path)
