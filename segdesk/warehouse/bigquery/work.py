"""The work dataset: what segdesk makes there, and nothing else, is replaced or dropped."""

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from google.api_core.exceptions import NotFound
from google.api_core.page_iterator import HTTPIterator
from google.cloud.bigquery import Dataset, DatasetReference, Model, SchemaField, Table

from segdesk.errors import InputError
from segdesk.project.ledger import Made, MadeObject
from segdesk.warehouse.bigquery.calls import REQUEST_SECONDS, persistent
from segdesk.warehouse.bigquery.failures import RAISED, explained
from segdesk.warehouse.bigquery.jobs import Jobs
from segdesk.warehouse.bigquery.labelling import label_thing
from segdesk.warehouse.bigquery.statement import LABEL


@dataclass
class WorkDataset:
    """What is in the work dataset."""

    jobs: Jobs
    _made: set[str] = field(default_factory=set, init=False)
    _before: frozenset[str] | None = field(default=None, init=False)
    _there: bool = field(default=False, init=False)
    _lock: threading.RLock = field(default_factory=threading.RLock, init=False)

    def made_now(self, name: str) -> bool:
        """Return whether that was made since the warehouse was opened."""
        with self._lock:
            return name in self._made

    def made_before(self, name: str) -> bool:
        """Return whether that was there, and segdesk's, when it was first asked for."""
        return name in self._names()

    def known(self) -> frozenset[str]:
        """Return the logical names of what segdesk has made."""
        with self._lock:
            return self._names() | self._made

    def ensure(self) -> None:
        """Make the dataset where it is missing.

        Raises
        ------
        InputError
            If it is in another location than the source: no statement could read both.
        """
        with self._lock:
            if self._there:
                return
            place = self.jobs.place
            path = f"{place.billing}.{place.work}"
            dataset = self._dataset(path) or self._created(path)
            if place.location and (dataset.location or place.location).upper() != place.location.upper():
                raise InputError(
                    f"The dataset {path} cannot be worked in",
                    f"it is in {dataset.location}, and the source is in {place.location}",
                    "Choose another work dataset; it is made where it is missing",
                )
            self._there = True

    def make_way(self, name: str, kind: Made) -> None:
        """Refuse to replace what is not segdesk's, and remove what a CREATE OR REPLACE does not replace.

        Raises
        ------
        InputError
            If there is something of that name that segdesk has not made.
        """
        found = self._found(name, kind)
        if found is None:
            return
        self._refuse_stranger(name, found)
        if _kind(found) is not kind:
            self._delete(name, found)

    def drop(self, name: str, *, missing_ok: bool = False) -> None:
        """Remove a table, view or model.

        Raises
        ------
        InputError
            If there is none, or it is not segdesk's.
        """
        found = self._found(name, Made.TABLE) or self._found(name, Made.MODEL)
        if found is None:
            if missing_ok:
                return
            raise InputError(f"{name} cannot be removed", "it was not made here", "Name a table that was")
        self._refuse_stranger(name, found)
        self._delete(name, found)

    def note(self, name: str, kind: Made) -> None:
        """Remember that something was made, and label it where its statement could not."""
        with self._lock:
            self._made.add(name)
        self.jobs.account.make(MadeObject(self.jobs.place.in_work(name), kind))
        if kind is Made.MODEL:
            self._label_model(name)

    def note_left(self, name: str) -> None:
        """Note and label a model that a job has left although it was stopped, if it has."""
        made = MadeObject(self.jobs.place.in_work(name), Made.MODEL)
        with suppress(*RAISED):
            label_thing(self.jobs.clients.bigquery, made, persistent(self.jobs.patience.cancel))
            with self._lock:
                self._made.add(name)
            self.jobs.account.make(made)

    def table(self, name: str) -> Table | None:
        """Return a table or view of segdesk's, None where there is none of that name."""
        found = self._found(name, Made.TABLE)
        return found if isinstance(found, Table) else None

    def model(self, name: str) -> Model | None:
        """Return a model of segdesk's, None where there is none of that name."""
        found = self._found(name, Made.MODEL)
        return found if isinstance(found, Model) and _is_ours(found) else None

    def create(self, name: str, schema: list[SchemaField]) -> None:
        """Make an empty table, unless there is one: it then has the label before it has a row."""
        table = Table(self.jobs.place.in_work(name), schema)
        table.labels = dict([LABEL])
        self._ask(f"Making {name}", self.jobs.clients.bigquery.create_table, table, exists_ok=True)

    def label(self, name: str) -> Table:
        """Return a table as it is now, with the label, which a load job may have taken off."""
        doing = f"Making {name}"
        client = self.jobs.clients.bigquery
        table = self._ask(doing, client.get_table, self.jobs.place.in_work(name))
        if not _is_ours(table):
            table.labels = {**table.labels, LABEL[0]: LABEL[1]}
            table = self._ask(doing, client.update_table, table, ["labels"])
        assert isinstance(table, Table)
        return table

    def _label_model(self, name: str) -> None:
        """Put the label on a model that was just made, also if all has been cancelled meanwhile.

        Without the label it would count as somebody else's from then on.
        """
        made, retry = (
            MadeObject(self.jobs.place.in_work(name), Made.MODEL),
            persistent(self.jobs.patience.call),
        )
        with explained(f"Making {name}"):
            label_thing(self.jobs.clients.bigquery, made, retry)

    def _names(self) -> frozenset[str]:
        with self._lock:
            if self._before is None:
                self._before = self._listed()
            return self._before

    def _listed(self) -> frozenset[str]:
        """Return the logical names of what carries the label."""
        place, client = self.jobs.place, self.jobs.clients.bigquery
        path = f"{place.billing}.{place.work}"
        doing = f"Looking into {path}"
        tables = self._look(doing, client.list_tables, path)
        if tables is None:
            return frozenset()
        models = self._look(doing, client.list_models, path) or ()
        names = [item.table_id for item in tables if _is_ours(item)]
        names += [item.model_id for item in models if _is_ours(item)]
        return frozenset(n.removeprefix(place.prefix) for n in names if n.startswith(place.prefix))

    def _dataset(self, path: str) -> Dataset | None:
        found = self._look(f"Looking into {path}", self.jobs.clients.bigquery.get_dataset, path)
        assert found is None or isinstance(found, Dataset)
        return found

    def _created(self, path: str) -> Dataset:
        dataset = Dataset(DatasetReference.from_string(path))
        dataset.location = self.jobs.place.location
        dataset.labels = dict([LABEL])
        create = self.jobs.clients.bigquery.create_dataset
        made = self._ask(f"Making the dataset {path}", create, dataset, exists_ok=True)
        assert isinstance(made, Dataset)
        self.jobs.account.make(MadeObject(path, Made.DATASET))
        return made

    def _found(self, name: str, kind: Made) -> Table | Model | None:
        """Return what has that name among the tables and views, or among the models."""
        client = self.jobs.clients.bigquery
        get = client.get_model if kind is Made.MODEL else client.get_table
        found = self._look(f"Looking for {name}", get, self.jobs.place.in_work(name))
        assert found is None or isinstance(found, Table | Model)
        return found

    def _delete(self, name: str, found: Table | Model) -> None:
        client = self.jobs.clients.bigquery
        delete = client.delete_model if isinstance(found, Model) else client.delete_table
        self._ask(f"Removing {name}", delete, found.reference, not_found_ok=True)
        self.jobs.account.forget(MadeObject(self.jobs.place.in_work(name), _kind(found)))
        with self._lock:
            self._made.discard(name)
            self._before = self._names() - {name}

    def _refuse_stranger(self, name: str, found: Table | Model) -> None:
        if not _is_ours(found):
            key, value = LABEL
            raise InputError(
                f"{self.jobs.place.in_work(name)} is left alone",
                f"it is there already and lacks the label {key}={value}, so segdesk has not made it",
                "Choose another work dataset or a prefix, or remove it yourself",
            )

    def _ask(self, doing: str, call: Callable[..., Any], *args: object, **more: object) -> Any:
        """Call the catalogue; lists are fetched whole."""
        with explained(doing):
            return self._call(doing, call, *args, **more)

    def _look(self, doing: str, call: Callable[..., Any], *args: object) -> Any:
        """Call the catalogue, and return None for what is not there."""
        with explained(doing):
            try:
                return self._call(doing, call, *args)
            except NotFound:
                return None

    def _call(self, doing: str, call: Callable[..., Any], *args: object, **more: object) -> Any:
        running = self.jobs.begin(doing)
        try:
            retry = persistent(self.jobs.patience.call, partial(self.jobs.check, running))
            found = call(*args, retry=retry, timeout=REQUEST_SECONDS, **more)
            return list(found) if isinstance(found, HTTPIterator) else found
        finally:
            self.jobs.end(running)


def _is_ours(thing: Any) -> bool:
    return bool(thing.labels.get(LABEL[0]) == LABEL[1])


def _kind(found: Table | Model) -> Made:
    if isinstance(found, Model):
        return Made.MODEL
    return Made.VIEW if found.table_type == "VIEW" else Made.TABLE
