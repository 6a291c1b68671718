"""What a change on the Features tab means for the settings of the project."""

from collections.abc import Sequence

from segdesk.project.settings import (
    FeaturesSettings,
    MatrixSettings,
    Mode,
    Preparation,
    RecipeName,
    Settings,
)
from segdesk.review.connect import SourceTable, Suggestion, preset
from segdesk.review.features import ShownFeature
from segdesk.review.recipe import SqlColumns, parameters


def with_recipe(settings: Settings, recipe: RecipeName, suggestion: Suggestion | None) -> Settings:
    """Return the settings with another recipe, which starts from its own values."""
    fits = suggestion is not None and suggestion.recipe is recipe
    features = preset(suggestion) if suggestion and fits else FeaturesSettings(recipe=recipe)
    features = features.model_copy(update={"rows": settings.features.rows})
    sweep = settings.sweep.model_copy(update={"listing": 1})
    return settings.model_copy(update={"features": features, "matrix": MatrixSettings(), "sweep": sweep})


def with_mode(settings: Settings, mode: Mode) -> Settings:
    """Return the settings with another mode; what that mode cannot be told is left out."""
    changed = settings.features.model_copy(update={"mode": mode})
    known = {parameter.name for parameter in parameters(changed)} | {"rows"}
    kept = {name: value for name, value in changed.model_dump().items() if name in known}
    features = FeaturesSettings(recipe=changed.recipe, mode=mode, **kept)
    return settings.model_copy(update={"features": features, "matrix": MatrixSettings()})


def with_parameter(settings: Settings, name: str, value: object) -> Settings:
    """Return the settings with a parameter of the recipe; None leaves it to the recipe.

    Raises
    ------
    ValueError
        If the parameters do not go together.
    """
    document = settings.features.model_dump()
    features = FeaturesSettings.model_validate({**document, name: value or None})
    return settings.model_copy(update={"features": features})


# -- which features are clustered on, and how they are prepared


def with_use(settings: Settings, features: Sequence[ShownFeature], name: str, *, used: bool) -> Settings:
    """Return the settings with one feature ticked or not; none named means those that the recipe offers."""
    wanted = tuple(f.name for f in features if (used if f.name == name else f.used))
    offered = tuple(f.name for f in features if f.offered)
    return _with_matrix(settings, use=() if wanted == offered else wanted)


def with_preparation(settings: Settings, feature: ShownFeature, preparation: Preparation) -> Settings:
    """Return the settings with another preparation of a feature."""
    kept = {n: p for n, p in settings.matrix.preparation.items() if n != feature.name}
    own = {} if preparation == feature.default else {feature.name: preparation}
    return _with_matrix(settings, preparation={**kept, **own})


def as_the_recipe_offers(settings: Settings) -> Settings:
    """Return the settings with the recipe's own features, prepared as it prepares them."""
    return _with_matrix(settings, use=(), preparation={})


def without_features(settings: Settings, unknown: Sequence[str]) -> Settings:
    """Return the settings without features that the customers do not have."""
    use = tuple(name for name in settings.matrix.use if name not in unknown)
    kept = {n: p for n, p in settings.matrix.preparation.items() if n not in unknown}
    return _with_matrix(settings, use=use, preparation=kept)


def _with_matrix(settings: Settings, **changes: object) -> Settings:
    return settings.model_copy(update={"matrix": settings.matrix.model_copy(update=changes)})


# -- the custom recipe


def own_table(features: FeaturesSettings, tables: Sequence[SourceTable]) -> str:
    """Return the table that the custom recipe reads, empty where it is not clear which."""
    if features.table:
        return features.table
    return tables[0].name if len(tables) == 1 else ""


def own_query(features: FeaturesSettings, tables: Sequence[SourceTable]) -> str:
    """Return the query of the custom recipe, empty where there is none yet."""
    if features.sql is not None:
        return features.sql
    table = own_table(features, tables)
    return query_of(table) if table else ""


def query_of(table: str) -> str:
    """Return the query that reads a whole table."""
    return f"SELECT *\nFROM `{table}`"


def with_source(
    settings: Settings, columns: SqlColumns | None, *, sql: str | None = None, table: str | None = None
) -> Settings:
    """Return the settings with another query or table, keeping what its columns allow.

    Parameters
    ----------
    columns
        What it gives, None where that is not known.
    """
    features = settings.features
    update: dict[str, object] = {"sql": sql, "table": table}
    if columns is not None:
        present = {column.name for column in columns.columns}
        update["key"] = features.key if features.key in present else _likely_key(columns)
        update["features"] = tuple(name for name in features.features if name in present)
        kept = {n: p for n, p in settings.matrix.preparation.items() if n in present or features.crm}
        settings = _with_matrix(settings, use=(), preparation=kept)
    return settings.model_copy(update={"features": features.model_copy(update=update)})


def with_key(settings: Settings, key: str) -> Settings:
    """Return the settings with another column as the customers' key, which is no feature then."""
    names = tuple(name for name in settings.features.features if name != key)
    features = settings.features.model_copy(update={"key": key, "features": names})
    return settings.model_copy(update={"features": features})


def with_columns(settings: Settings, names: tuple[str, ...]) -> Settings:
    """Return the settings with other columns to cluster on; none named means all numbers."""
    settings = _with_matrix(settings, use=())
    return settings.model_copy(update={"features": settings.features.model_copy(update={"features": names})})


def all_numbers(columns: SqlColumns, key: str | None) -> tuple[str, ...]:
    """Return the columns that are clustered on where none are named."""
    return tuple(c.name for c in columns.columns if c.kind.value == "number" and c.name != key)


def _likely_key(columns: SqlColumns) -> str | None:
    return next((c.name for c in columns.columns if c.can_be_key and c.looks_like_key), None)
