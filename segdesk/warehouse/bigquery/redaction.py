"""Google's sentences without what may be somebody's data.

They may hold a customer's data, a token or an address. So of what stands between quotes only names are kept
that BigQuery quotes as such, and no link is.
"""

import re

from segdesk.warehouse.bigquery.statement import Rewritten

_NAMED = re.compile(
    r"(?:identifier|keyword|column|field|function|table|dataset|project|argument|option|name|named|got|location|"
    r"permission|parameter|model|connection|type)\s*:?\s*$",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|`[^`]*`")
_VALUE = re.compile(
    r"(\b(?:value|values|string|literal|input|text)\b[^:\[]{0,40}:).*?(?=\s*\[at |$)",
    re.IGNORECASE | re.DOTALL,
)
_SECRETS = (
    re.compile(r"https?://\S+"),
    re.compile(r"\bya29\.[\w.-]+"),
    re.compile(r"\bBearer\s+\S+", re.IGNORECASE),
    re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"),
)
_AT = re.compile(r"\s*(?:\bat )?\[(?:at )?(\d+):(\d+)\]")


def clean(message: str, statement: Rewritten | None = None) -> str:
    """Return Google's sentence without values, addresses and links, and with places as a person says them."""
    text = message
    for secret in _SECRETS:
        text = secret.sub("…", text)
    text = _VALUE.sub(r"\1 …", text)
    text = _QUOTED.sub(lambda found: _name_only(found, text), text)
    text = re.sub(r"^(?:GET|POST|PUT|PATCH|DELETE) …:? ?", "", text)
    text = _AT.sub(lambda found: _in_words(found, statement), text)
    return " ".join(text.split()).rstrip(".")


def _name_only(found: re.Match[str], text: str) -> str:
    """Keep what BigQuery quotes as a name, not what may be somebody's data."""
    inside = found[0][1:-1]
    is_name = re.fullmatch(r"[\w.*:$-]+", inside) and (
        found[0][0] == "`" or _NAMED.search(text[: found.start()])
    )
    return found[0] if is_name else found[0][0] + "…" + found[0][-1]


def _in_words(found: re.Match[str], statement: Rewritten | None) -> str:
    line, column = (int(part) for part in found.groups())
    return f" at {statement.place(line, column)}" if statement else f" at line {line}, column {column}"
