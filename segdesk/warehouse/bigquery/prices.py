"""What BigQuery and its language models cost, by a dated table that a person may correct."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from segdesk import paths
from segdesk.errors import InputError
from segdesk.project.ledger import Bill
from segdesk.warehouse.base import Quote, Tokens

MIB = 2**20
GIB = 2**30
TIB = 2**40

_NUMBERED = re.compile(r"-\d{3}$")
"""The version at the end of some endpoints, which all cost the same: ``gemini-2.0-flash-001``."""


class Entry(BaseModel):
    """A price: when it was read, and where.

    Attributes
    ----------
    as_of
        The day on which it was read.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: date
    source: str = ""


class QueryPrice(Entry):
    """What a query pays for the data that it reads.

    Attributes
    ----------
    minimum_mib
        Of each table that it names; nothing is paid where nothing is read.
    """

    per_tib: float = Field(ge=0, allow_inf_nan=False)
    minimum_mib: int = Field(ge=0)


class ModelPrice(Entry):
    """What CREATE MODEL pays for the data that it reads."""

    per_tib: float = Field(ge=0, allow_inf_nan=False)


class StoragePrice(Entry):
    """What it costs to keep a table."""

    per_gib_month: float = Field(ge=0, allow_inf_nan=False)


class TokenPrice(Entry):
    """What a language model's tokens cost."""

    prompt_per_million: float = Field(ge=0, allow_inf_nan=False)
    reply_per_million: float = Field(ge=0, allow_inf_nan=False)


class _Table(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    currency: Literal["USD"]
    query: QueryPrice
    create_model: ModelPrice
    storage: StoragePrice
    tokens: dict[str, TokenPrice]


@dataclass(frozen=True)
class Prices:
    """What things cost, in US dollars.

    Attributes
    ----------
    models
        Endpoint to the price of its tokens.
    """

    scanned: QueryPrice
    trained: ModelPrice
    kept: StoragePrice
    models: Mapping[str, TokenPrice]

    @classmethod
    def load(cls) -> Self:
        """Read the shipped prices, and the person's own over them, entry by entry.

        Raises
        ------
        InputError
            If the person's file cannot be read, or says something else than prices.
        """
        document = tomllib.loads(paths.resource("prices.toml").read_text(encoding="utf-8"))
        own = own_prices()
        try:
            over = tomllib.loads(own.read_text(encoding="utf-8-sig")) if own.is_file() else {}
            table = _Table.model_validate(_merged(document, over))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError) as error:
            raise InputError(
                f"The prices in {own} cannot be used", _why(error), "Correct that file, or remove it"
            ) from error
        return cls(table.query, table.create_model, table.storage, table.tokens)

    @property
    def as_of(self) -> date:
        """The day on which the oldest of the prices was read."""
        return min(each.as_of for each in (self.scanned, self.trained, self.kept, *self.models.values()))

    def billed(self, bytes_: int, tables: int = 1) -> int:
        """Return the bytes that are paid for: rounded up to MiB, and the minimum of each table."""
        if bytes_ <= 0:
            return 0
        return max(-(-bytes_ // MIB), self.scanned.minimum_mib * max(tables, 1)) * MIB

    def query(self, bytes_: int, tables: int = 1) -> float:
        """Return what a query costs that reads so many bytes of so many tables."""
        return self.billed(bytes_, tables) / TIB * self.scanned.per_tib

    def create_model(self, bytes_: int, tables: int = 1) -> float:
        """Return what CREATE MODEL costs on so many bytes."""
        return self.billed(bytes_, tables) / TIB * self.trained.per_tib

    def tokens(self, tokens: Tokens) -> float | None:
        """Return what a language model costs; None where its price is not known."""
        price = self.model(tokens.endpoint)
        if price is None:
            return None
        return (tokens.prompt * price.prompt_per_million + tokens.reply * price.reply_per_million) / 1e6

    def quote(
        self, what: str, bill: Bill, bytes_: int, tokens: Tokens | None = None, *, tables: int = 1
    ) -> Quote:
        """Return what a statement would be billed for that reads so many bytes of so many tables."""
        billed = self.billed(bytes_, tables)
        priced = tokens is None or self.tokens(tokens) is not None
        cost = self.cost(bill, billed, tokens)
        return Quote(what, bill, billed, max(tables, 1), tokens, cost, priced)

    def cost(self, bill: Bill, billed: int, tokens: Tokens | None) -> float:
        """Return the dollars for bytes as they are billed, and for tokens whose price is known."""
        asked = self.tokens(tokens) if tokens else None
        return billed / TIB * self.per_tib(bill) + (asked or 0.0)

    def storage(self, bytes_: int) -> float:
        """Return what it costs to keep so many bytes for a month."""
        return bytes_ / GIB * self.kept.per_gib_month

    def model(self, endpoint: str) -> TokenPrice | None:
        """Return the price of an endpoint, which may be a whole address or end in a version's number."""
        name = endpoint.rstrip("/").rpartition("/")[2].lower()
        return self.models.get(name) or self.models.get(_NUMBERED.sub("", name))

    def per_tib(self, bill: Bill) -> float:
        """Return what a TiB costs by that rate, tokens aside."""
        return self.trained.per_tib if bill is Bill.MODEL else self.scanned.per_tib


def own_prices() -> Path:
    """Return where a person's own prices are, or would be."""
    return paths.config_folder() / "prices.toml"


def _merged(document: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document with what the other one says differently, table by table."""
    merged = dict(document)
    for name, value in over.items():
        before = merged.get(name)
        both = isinstance(before, dict) and isinstance(value, dict)
        merged[name] = _merged(before, value) if both else value  # type: ignore[arg-type]  # a dict, as asked
    return merged


def _why(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
