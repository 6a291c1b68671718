"""What a step would be billed for in BigQuery, before it is run; nothing runs there for it.

Statements on tables of a person's are asked about one by one. What a step makes there and reads again is left
out: it is a small part of what it was made of.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime

from sqlglot import exp

from segdesk.clustering.bigquery_ml.tuning import Tuning
from segdesk.project import customers
from segdesk.project.file import Project
from segdesk.project.ledger import Bill
from segdesk.project.settings import KMeansInit, RecipeName, Settings
from segdesk.project.step import Step
from segdesk.steps import custom, emails, feature_table, features, labels, sweep, sweep_upstairs, upstairs
from segdesk.steps.source import looked_at
from segdesk.tasks.task import Task
from segdesk.warehouse import recipes
from segdesk.warehouse.base import Keeps, Quote, Tokens
from segdesk.warehouse.bigquery.place import is_bigquery
from segdesk.warehouse.bigquery.prices import Prices
from segdesk.warehouse.parameters import Parameters, decide


def quotes(project: Project, settings: Settings, step: Step, task: Task) -> tuple[Quote, ...]:
    """Return what a step would be billed for, where every step before it holds; nothing for most steps.

    Raises
    ------
    SegdeskError
        If BigQuery does not answer, or would refuse a statement.
    """
    found: list[Quote] = []
    if step in _READING and is_bigquery(settings.connect.source):
        with looked_at(project, settings, task) as keeps:
            found += _READING[step](project, settings, keeps)
    if step in _ASKING and (tokens := _ASKING[step](project, settings)) is not None:
        what = f"{step.value.capitalize()}: asking {tokens.endpoint}"
        found.append(Prices.load().quote(what, Bill.GENERATION, 0, tokens))
    return tuple(found)


def _features(_project: Project, settings: Settings, keeps: Keeps) -> Iterator[Quote]:
    told = settings.features
    if told.recipe is RecipeName.CUSTOM:
        yield keeps.quote(custom.query_of(keeps, told)[0], what=f"Features: {custom.TABLE}")
        return
    recipe = recipes.built_in(told.recipe, told.mode)
    asked: list[Parameters] = []

    def any_day(open_values: Parameters) -> date:
        """Say a day in place of the last one: which it is makes no difference to what is read."""
        asked.append(open_values)
        return datetime.now(UTC).date()

    parameters = decide(told, recipe, any_day)
    for open_values in asked:
        yield keeps.quote(features.last_day_query(recipe, open_values), what="Features: the last day")
    name = recipe.views[0] if recipe.views else recipe.query
    yield keeps.quote(features.bound(recipe, name, parameters.expressions()), what=f"Features: {name}")


def _sweep(project: Project, settings: Settings, keeps: Keeps) -> Iterator[Quote]:
    ks = [] if settings.sweep.engine == "local" else sweep.left(project, settings)
    if not ks:
        return
    training = keeps.quote(_training_query(project, settings, keeps), what="Sweep: training")
    yield training
    # Each model reads the whole of the training table, which has these columns, and where it begins.
    read, tables = training.billed, 1
    if sweep_upstairs.model_options(settings).init is KMeansInit.CUSTOM:
        tables += 1
    prices = Prices.load()
    if (tuning := Tuning.of(settings.sweep.bigquery_ml)) is not None:
        most = tuning.most(ks)
        yield prices.quote(tuning.what(ks), Bill.MODEL, read * most, tables=most)
        return
    for k in ks:
        yield prices.quote(f"Sweep: k = {k}", Bill.MODEL, read, tables=tables)


def _clusters(project: Project, settings: Settings, keeps: Keeps) -> Iterator[Quote]:
    if settings.sweep.engine != "local":
        training = _training_query(project, settings, keeps)
        for what in ("training", "segments", "outliers"):
            yield keeps.quote(training, what=f"Clusters: {what}")
    yield from _whole_table(project, keeps, "Clusters: semi_label_parametric")


def _labels(project: Project, _settings: Settings, keeps: Keeps) -> Iterator[Quote]:
    yield from _whole_table(project, keeps, "Labels: label_parametric")


def _whole_table(project: Project, keeps: Keeps, what: str) -> Iterator[Quote]:
    """Yield the price of going through all that is known of the customers."""
    known = upstairs.known(project)
    if known is not None:
        yield keeps.quote(f"SELECT * FROM `{keeps.path(known.table)}`", what=what)


def _training_query(project: Project, settings: Settings, keeps: Keeps) -> str:
    """Return a query for the columns that the models are trained on."""
    known = upstairs.known(project)
    table = keeps.path(known.table if known else "")
    names = [customers.key_name(project), *(f.name for f in feature_table.selected(project, settings.matrix))]
    if never_bought := customers.never_bought_column(project):
        names.append(never_bought)
    chosen = [exp.column(name, quoted=True) for name in dict.fromkeys(names)]
    return exp.select(*chosen).from_(exp.Table(this=exp.to_identifier(table, quoted=True))).sql("bigquery")


_READING: Mapping[Step, Callable[[Project, Settings, Keeps], Iterator[Quote]]] = {
    Step.FEATURES: _features,
    Step.SWEEP: _sweep,
    Step.CLUSTERS: _clusters,
    Step.LABELS: _labels,
}
_ASKING: Mapping[Step, Callable[[Project, Settings], Tokens | None]] = {
    Step.LABELS: labels.expected_tokens,
    Step.EMAILS: emails.expected_tokens,
}
