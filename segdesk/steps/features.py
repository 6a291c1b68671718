"""Features: turn the source's tables into one row per customer, and describe every feature."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pyarrow as pa

from segdesk.clustering.collinearity import Correlation, collinear, correlations, inflation
from segdesk.clustering.summary import FeatureSummary, summarise
from segdesk.errors import InputError, UsageError
from segdesk.project import customers, freshness
from segdesk.project.file import Project
from segdesk.project.settings import FeaturesSettings, Mode, RecipeName, Settings
from segdesk.project.step import Step
from segdesk.steps import custom, feature_table, upstairs
from segdesk.steps.connect import source_fingerprint
from segdesk.steps.crm import load_crm, refuse_without_match
from segdesk.steps.outside import file_fingerprint
from segdesk.steps.recording import recorded
from segdesk.steps.source import opened
from segdesk.tasks.task import Task
from segdesk.warehouse import recipes, sql
from segdesk.warehouse.base import CanLocate, Keeps, Warehouse
from segdesk.warehouse.bigquery.place import is_bigquery
from segdesk.warehouse.parameters import Parameters, decide
from segdesk.warehouse.recipe_parameters import recipe_parameters
from segdesk.warehouse.recipes import Feature, Kind, Recipe, Role


@dataclass(frozen=True)
class Featured:
    """What the project now knows of its customers."""

    table: str
    customers: int
    features: tuple[Feature, ...]
    summaries: tuple[FeatureSummary, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """Rows on their way into the project, and what is known of their columns.

    Attributes
    ----------
    rows
        One row per customer.
    key_column
        The key's name in ``rows``; the project calls it ``recipe.key``.
    notes
        Sentences that a person should read with the result.
    as_of
        The day that the figures belong to, where there is one.
    upstairs
        Number of customers in the warehouse's own customer table; None where it keeps none.
    """

    recipe: Recipe
    rows: pa.RecordBatchReader
    key_column: str
    notes: tuple[str, ...] = ()
    as_of: date | None = None
    upstairs: int | None = None


def run(project: Project, settings: Settings, task: Task) -> Featured:
    """Build the customer table of the settings' recipe and profile its features."""
    with recorded(project, Step.FEATURES, settings) as run_:
        _refuse_what_does_not_apply(settings)
        task.progress(0, 4, "Opening the source")
        with opened(project, settings, task, run_.number) as warehouse:
            _refuse_another_source(project, warehouse)
            task.progress(1, 4, "Building one row per customer")
            source = _source(warehouse, settings)
            with project.transaction():
                count = customers.store(
                    project,
                    source.recipe.table,
                    source.rows,
                    key_column=source.key_column,
                    key=source.recipe.key,
                    never_bought=source.recipe.never_bought,
                    as_of=source.as_of,
                )
                upstairs.remember(project, source.recipe.table, source.upstairs)
                task.progress(2, 4, f"Describing {count:,} customers")
                features = _with_kinds(project, source.recipe.features)
                table = customers.Selection(project)
                summaries = summarise(table, features)
                _refuse_huge_values(summaries)
                numbers = [f.name for f in features if f.kind is Kind.NUMBER]
                found = correlations(table, numbers)
                task.progress(3, 4, "Keeping the result")
                reading = warehouse.notes if isinstance(warehouse, Keeps) else ()
                warnings = (*source.notes, *reading, *_warnings(table, summaries, features, found))
                _keep(project, features, summaries, found)
                if source.recipe.name is RecipeName.GA360:
                    demographics = [f.name for f in features if f.role is Role.DEMOGRAPHIC]
                    customers.name_ga360_views(project, demographics)
                run_.finish(rows=count, inputs=inputs(settings), warnings=warnings)
        task.progress(4, 4, f"{count:,} customers")
        return Featured(source.recipe.table, count, features, summaries, warnings)


def inputs(settings: Settings) -> str:
    """Return the fingerprint of the CRM file, empty where there is none."""
    return file_fingerprint(settings.features.crm)


def _refuse_another_source(project: Project, warehouse: Warehouse) -> None:
    """Refuse tables that are not those that Connect listed."""
    kept = freshness.result(project, Step.CONNECT)
    if kept and kept.inputs != source_fingerprint(warehouse):
        raise InputError(
            "The source has changed",
            "its files are not those that Connect listed",
            "Run segdesk connect again",
        )


def _source(warehouse: Warehouse, settings: Settings) -> Source:
    features = settings.features
    most = upstairs.rows_wanted(settings)
    if features.recipe is RecipeName.CUSTOM:
        found = custom.rows(warehouse, features, most)
        return Source(found.recipe, found.rows, found.recipe.key, found.notes, upstairs=found.upstairs)
    recipe = recipes.built_in(features.recipe, features.mode)
    _require(warehouse, recipe)
    parameters = decide(features, recipe, lambda open_values: _last_day(warehouse, recipe, open_values))
    return _built_in_source(warehouse, recipe, parameters, features, most)


def _require(warehouse: Warehouse, recipe: Recipe) -> None:
    """Refuse a source that lacks what the recipe reads, as exactly as the warehouse can say it."""
    for table, columns in recipe.required.items():
        if isinstance(warehouse, CanLocate):
            warehouse.require(table, columns)
            continue
        present = {column.name.lower() for column in warehouse.schema(table)}
        missing = [column for column in columns if column.lower() not in present]
        if missing:
            raise InputError(
                f"The table {table} has no column {missing[0]}", "", "Check the source and the recipe"
            )


def _last_day(warehouse: Warehouse, recipe: Recipe, open_values: Parameters) -> date | None:
    query = last_day_query(recipe, open_values)
    days = warehouse.query(query, what="Features: the last day").read_all().column("as_of").to_pylist()
    return days[0] if days else None


def last_day_query(recipe: Recipe, open_values: Parameters) -> str:
    """Return the query for the last day that a recipe's tables know of."""
    return sql.bind(sql.load(recipe.name, "as_of.sql"), expressions=open_values.expressions())


def _built_in_source(
    warehouse: Warehouse,
    recipe: Recipe,
    parameters: Parameters,
    settings: FeaturesSettings,
    most: int | None,
) -> Source:
    expressions = parameters.expressions()
    notes = recipe.notes
    key_column = recipe.key
    if recipe.name is RecipeName.GA360 and recipe.mode is Mode.CAREFUL:
        key_column = "customer_id"
    features = list(recipe.features)
    if settings.crm:
        extra = load_crm(warehouse, Path(settings.crm), parameters.key, key_column)
        features = [f for f in features if f.role is not Role.DEMOGRAPHIC] + list(extra)
        notes = ()
    for view in recipe.views:
        query = (
            "SELECT * FROM `crm`" if view == "crm_view" and settings.crm else bound(recipe, view, expressions)
        )
        # A table, not a view: the CRM view and the joined one both read the first, which is work to make.
        warehouse.execute(f"CREATE OR REPLACE TABLE `{view}` AS {query}", what=f"Features: {view}")
    if settings.crm:
        refuse_without_match(warehouse, "ga360_view", key_column, Path(settings.crm))
    query = bound(recipe, recipe.query, expressions)
    changed = replace(recipe, key=parameters.key, features=tuple(features))
    notes = (*notes, *_about(parameters))
    if not isinstance(warehouse, Keeps):
        return Source(changed, warehouse.query(query), key_column, notes, parameters.as_of)
    made = upstairs.materialise(
        warehouse, query, table=recipe.table, key_column=key_column, key=changed.key, rows=most
    )
    return Source(changed, made.rows, changed.key, (*notes, *made.notes), parameters.as_of, made.customers)


def bound(recipe: Recipe, name: str, expressions: dict[str, str]) -> str:
    """Return one of a recipe's queries by its name, with its open values filled in."""
    return sql.bind(sql.load(recipe.name, recipe.mode, f"{name}.sql"), expressions=expressions)


def _about(parameters: Parameters) -> tuple[str, ...]:
    """Say which day the figures belong to, where there is one."""
    return (f"As of {parameters.as_of:%Y-%m-%d}",) if parameters.as_of else ()


def _with_kinds(project: Project, features: Sequence[Feature]) -> tuple[Feature, ...]:
    """Drop features that the customer table does not have after all."""
    present = set(customers.columns(project))
    return tuple(feature for feature in features if feature.name in present)


HUGE = 1e30
"""Beyond this a square or a sum of squares leaves what a float32 matrix can hold."""


def _refuse_huge_values(summaries: Sequence[FeatureSummary]) -> None:
    for summary in summaries:
        largest = max((abs(v) for v in (summary.minimum, summary.maximum) if v is not None), default=0.0)
        if largest > HUGE:
            raise InputError(
                f"{summary.name} cannot be used",
                f"it reaches {largest:.3g}",
                "Correct the values, or scale them",
            )


def _warnings(
    table: customers.Selection,
    summaries: Sequence[FeatureSummary],
    features: Sequence[Feature],
    found: Correlation,
) -> tuple[str, ...]:
    offered = {feature.name for feature in features if feature.offered}
    own = tuple(warning for summary in summaries if summary.name in offered for warning in summary.warnings)
    pairs = tuple(pair.sentence for pair in collinear(found) if {pair.first, pair.second} <= offered)
    numbers = [f.name for f in features if f.offered and f.kind is Kind.NUMBER]
    inflated = inflation(table, numbers).warnings if len(numbers) > 1 else ()
    return (*own, *dict.fromkeys((*pairs, *inflated)))


def _keep(
    project: Project,
    features: Sequence[Feature],
    summaries: Sequence[FeatureSummary],
    found: Correlation,
) -> None:
    feature_table.store(project, features)
    project.fill("feature_profile", _profile_table(summaries))
    names = list(found.names)
    pairs = [(i, j) for i in range(len(names)) for j in range(len(names))]
    project.fill(
        "feature_correlation",
        pa.table(
            {
                "feature": pa.array([names[i] for i, _ in pairs], pa.string()),
                "other": pa.array([names[j] for _, j in pairs], pa.string()),
                "pearson": pa.array([float(found.matrix[i, j]) for i, j in pairs], pa.float64()),
            }
        ),
    )


def _profile_table(summaries: Sequence[FeatureSummary]) -> pa.Table:
    counted = pa.struct([("value", pa.string()), ("count", pa.int64())])
    plain = ("mean", "median", "std", "minimum", "maximum", "q1", "q3", "skew")
    return pa.table(
        {
            "name": pa.array([s.name for s in summaries], pa.string()),
            "count": pa.array([s.count for s in summaries], pa.int64()),
            "nulls": pa.array([s.nulls for s in summaries], pa.int64()),
            "distinct": pa.array([s.distinct for s in summaries], pa.int64()),
            **{name: pa.array([getattr(s, name) for s in summaries], pa.float64()) for name in plain},
            "histogram_edges": pa.array(
                [list(s.histogram.edges) if s.histogram else None for s in summaries],
                pa.list_(pa.float64()),
            ),
            "histogram_counts": pa.array(
                [list(s.histogram.counts) if s.histogram else None for s in summaries],
                pa.list_(pa.int64()),
            ),
            "top": pa.array(
                [[{"value": v, "count": c} for v, c in s.top] for s in summaries], pa.list_(counted)
            ),
            "warnings": pa.array([list(s.warnings) for s in summaries], pa.list_(pa.string())),
        }
    )


def _refuse_what_does_not_apply(everything: Settings) -> None:
    """Refuse a setting that the recipe would ignore."""
    settings = everything.features
    if settings.recipe is RecipeName.CUSTOM and settings.mode is Mode.NOTEBOOK:
        raise UsageError(
            "The custom recipe has no notebook mode", "it follows no document", "Leave --mode out"
        )
    applicable = {parameter.name for parameter in recipe_parameters(settings)}
    if settings.recipe is RecipeName.GA360:
        applicable.add("key")  # what is wrong with it in notebook mode is said where it is read
    if is_bigquery(everything.connect.source):
        applicable.add("rows")
    elif settings.rows:
        raise UsageError(
            "--rows does not apply to files", "only BigQuery may hold more than fits here", "Leave it out"
        )
    options = {"date_from": "from", "date_to": "to", "as_of": "as-of"}
    for name in FeaturesSettings.model_fields:
        if name in ("recipe", "mode"):
            continue
        if getattr(settings, name) and name not in applicable:
            raise UsageError(
                f"--{options.get(name, name)} does not apply to the {settings.recipe} recipe"
                + (" in notebook mode" if settings.mode is Mode.NOTEBOOK else ""),
                "",
                "Leave it out",
            )
