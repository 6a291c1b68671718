"""The lines around a body, merged on this machine so that a name never has to leave it."""

from segdesk.writing.phrases import phrases
from segdesk.writing.untrusted import MAX_FIRST_NAME, clean, isolated, usable


def greeting(language: str, first_name: str | None) -> str:
    """Return the line that greets a customer, by name where there is one that can be used.

    Raises
    ------
    InputError
        If there are no texts in that language.
    """
    texts = phrases(language)
    name = clean(first_name or "", MAX_FIRST_NAME)
    if not usable(name):
        return texts.unnamed
    return texts.named.render(first_name=isolated(name, texts.right_to_left))


def merge(body: str, language: str, first_name: str | None) -> str:
    """Return the whole text of an email: greeting, body and closing line.

    Raises
    ------
    InputError
        If there are no texts in that language.
    """
    return "\n\n".join((greeting(language, first_name), body.strip(), phrases(language).sign_off))


def without_lines_around(text: str, language: str, first_name: str | None) -> str:
    """Return the body of a whole email, without greeting and closing line where `merge` put them.

    Raises
    ------
    InputError
        If there are no texts in that language.
    """
    body = text.strip()
    body = body.removeprefix(greeting(language, first_name))
    return body.removesuffix(phrases(language).sign_off).strip()
