"""DROP MODEL and ALTER ... SET OPTIONS, which the emulator does not have."""

from typing import Any

from emulator.ddl import Create, Home, options_of, qualified, table_options
from emulator.errors import BigQueryError
from emulator.jobs import Job
from emulator.models import Models
from emulator.queries import Statement, Told, done
from emulator.store import Path, Store
from emulator.tokens import Text

_ALTERED = ("TABLE", "VIEW", "MODEL")


class Changes:
    """Drops models, and changes the options of tables, views and models.

    Parameters
    ----------
    store, models
        What is changed.
    """

    def __init__(self, store: Store, models: Models) -> None:
        self._store, self._models = store, models

    async def perform(
        self, statement: Statement, create: Create | None, job: Job, seconds: float
    ) -> Told | None:
        """Drop or change something; any other statement is not for this."""
        text = Text.of(statement.sql)
        kind = text.word(1)
        if text.word(0) == "DROP" and kind == "MODEL":
            if_exists, name, _ = _named(text, statement.home)
            await job.pause(seconds)
            return self._drop(name, if_exists)
        if text.word(0) == "ALTER" and kind in _ALTERED:
            if_exists, name, at = _named(text, statement.home)
            if text.words(at, "SET", "OPTIONS"):
                await job.pause(seconds)
                told = table_options(Create(kind, name, False, False, "", options_of(text, at + 2)))
                return self._alter(kind, name, if_exists, told)
        return None

    async def rewrite(self, statement: Statement, told: dict[str, Any], only_shape: bool) -> Statement:
        """Leave other statements as they are."""
        return statement

    def _drop(self, path: Path, if_exists: bool) -> Told:
        if if_exists and self._models.find(path) is None:
            return done("DROP_MODEL", "SKIP")
        self._models.drop(path)
        return done("DROP_MODEL", "DROP")

    def _alter(self, kind: str, path: Path, if_exists: bool, told: dict[str, Any]) -> Told:
        change = self._models.describe if kind == "MODEL" else self._describe
        try:
            change(path, told)
        except BigQueryError as problem:
            if if_exists and problem.reason == "notFound":
                return done(f"ALTER_{kind}", "SKIP")
            raise
        return done(f"ALTER_{kind}", "ALTER")

    def _describe(self, path: Path, told: dict[str, Any]) -> None:
        self._store.update(path, **told)


def _named(text: Text, home: Home) -> tuple[bool, Path, int]:
    """Return whether IF EXISTS is said, the name after it, and what comes next."""
    if_exists = text.words(2, "IF", "EXISTS")
    name, at = qualified(text, 4 if if_exists else 2)
    return if_exists, home.path(name, text.word(1)), at
