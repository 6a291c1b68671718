"""The models of the stand-in, trained and remote: what is held of them, and what the catalogue says."""

from dataclasses import dataclass, field
from typing import Any

from bqemulator.api.dependencies import AppContext
from bqemulator.catalog.etag import generate_etag
from bqemulator.catalog.models import ModelMeta
from bqemulator.jobs.executor import _schema_field_to_standard_sql

from emulator.ddl import Create, table_options
from emulator.errors import duplicate, not_found
from emulator.store import Path


@dataclass(frozen=True)
class Held:
    """A model.

    Attributes
    ----------
    made
        What its functions are computed from.
    told
        What is told of it, as fields of its resource.
    given
        The options that it was made with.
    """

    made: Any
    told: dict[str, Any]
    given: dict[str, Any] = field(default_factory=dict)


class Models:
    """Models by project, dataset and name.

    Parameters
    ----------
    context
        The emulator's own parts.
    """

    def __init__(self, context: AppContext) -> None:
        self._context = context
        self._held: dict[Path, Held] = {}

    def find(self, path: Path) -> Held | None:
        """Return a model, if there is one."""
        return self._held.get(path)

    def get(self, path: Path) -> Held:
        """Return a model. Raises `BigQueryError` if there is none."""
        held = self._held.get(path)
        if held is None:
            raise not_found("Model", *path)
        return held

    def operation(self, path: Path, create: Create) -> str:
        """Return what CREATE does to what is there: CREATE, REPLACE or SKIP. Raises `BigQueryError`."""
        if path not in self._held:
            return "CREATE"
        if create.if_not_exists:
            return "SKIP"
        if not create.replace:
            raise duplicate("Model", f"{path[0]}:{path[1]}.{path[2]}")
        return "REPLACE"

    def put(self, path: Path, held: Held, kind: str, create: Create, columns: list[dict[str, Any]]) -> None:
        """Keep a model under a name, in the place of the one that is there.

        Parameters
        ----------
        kind
            BigQuery's word for it.
        columns
            What it was trained on, as fields of a schema.
        """
        now = self._context.clock.now()
        meta = ModelMeta(
            project_id=path[0],
            dataset_id=path[1],
            model_id=path[2],
            model_type=kind,
            feature_columns=tuple(_schema_field_to_standard_sql(each) for each in columns),
            creation_time=now,
            last_modified_time=now,
            etag=generate_etag(*path, str(now)),
            **table_options(create),
        )
        catalog = self._context.catalog
        (catalog.update_model if path in self._held else catalog.create_model)(meta)
        self._held[path] = held

    def describe(self, path: Path, told: dict[str, Any]) -> None:
        """Change labels, description or name. Raises `BigQueryError` if there is no such model."""
        self.get(path)
        meta = self._context.catalog.get_model(*path)
        self._context.catalog.update_model(meta.model_copy(update=told))

    def drop(self, path: Path) -> None:
        """Delete a model. Raises `BigQueryError` if there is none."""
        self.get(path)
        del self._held[path]
        self._context.catalog.delete_model(*path)
