"""Lists in pages."""

from typing import Any


def page(name: str, found: list[dict[str, Any]], most: int, token: str) -> dict[str, Any]:
    """Return one page of a list, and the token of the next one.

    Parameters
    ----------
    name
        Of the list in the answer.
    most
        Entries on a page.
    token
        That of the page; empty for the first.
    """
    begin = int(token or 0)
    answer: dict[str, Any] = {name: found[begin : begin + most]} if found else {}
    if begin + most < len(found):
        answer["nextPageToken"] = str(begin + most)
    return answer
