"""From the project's customers to the matrix that is clustered."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from segdesk.clustering.arrays import Flags, Matrix
from segdesk.clustering.matrix import FeaturePlan, Pipeline
from segdesk.errors import InputError
from segdesk.project import customers
from segdesk.project.customers import Selection
from segdesk.project.file import Project, quoted
from segdesk.project.settings import Impute, MatrixSettings
from segdesk.steps import feature_table
from segdesk.warehouse.recipes import Feature


@dataclass(frozen=True, eq=False)
class Prepared:
    """The customers that take part, ready to be clustered.

    Attributes
    ----------
    features
        What is clustered on, with the preparation in force.
    pipeline
        Fitted to these customers.
    X
        (n, d) the matrix.
    """

    features: tuple[Feature, ...]
    pipeline: Pipeline
    X: Matrix


def buyers(project: Project) -> str:
    """Return the condition that keeps the customers who take part: all but those who never bought."""
    column = customers.never_bought_column(project)
    return f"{quoted(column)} > 0" if column else "TRUE"


def never_buyers(project: Project) -> str:
    """Return the condition that keeps the customers who are set aside."""
    return f"NOT coalesce({buyers(project)}, FALSE)"


def members(project: Project) -> Flags:
    """Return which customers (n,) take part, among all in the order of their key."""
    table = customers.table_name(project)
    assert table is not None
    flags = project.read(f"SELECT coalesce({buyers(project)}, FALSE) FROM {quoted(table)}").column(0)
    return np.asarray(flags.to_numpy(), np.bool_)


def anyone_set_aside(project: Project) -> bool:
    """Return whether there are customers who never bought and are set aside for it."""
    table = customers.table_name(project)
    assert table is not None
    row = project.row(f"SELECT count(*) FROM {quoted(table)} WHERE {never_buyers(project)}")
    return bool(row and row[0])


def count(project: Project) -> int:
    """Return how many customers take part.

    Raises
    ------
    InputError
        If they are too few to be told apart.
    """
    table = customers.table_name(project)
    assert table is not None
    row = project.row(f"SELECT count(*) FROM {quoted(table)} WHERE {buyers(project)}")
    found = int(row[0]) if row else 0
    if found < 3:
        bought = " who bought something" if customers.never_bought_column(project) else ""
        raise InputError(
            f"Too few customers{bought}: {found}",
            "at least 3 are needed to make 2 segments",
            "Check the source, the dates and the purchase test",
        )
    return found


def prepare(
    project: Project, settings: MatrixSettings, *, pca: int, double: bool, impute: Impute | None
) -> Prepared:
    """Fit the pipeline to the customers that take part, and return their matrix.

    Parameters
    ----------
    impute
        What takes the place of missing numbers in every feature; None leaves it to each feature.
    """
    features = feature_table.selected(project, settings)
    pipeline = Pipeline(_plans(features, impute), pca=pca, double=double)
    return Prepared(features, pipeline, pipeline.fit_transform(taking_part(project)))


def fitted(project: Project, settings: MatrixSettings, *, impute: Impute | None, cosine: bool) -> Pipeline:
    """Return the pipeline alone, fitted in float64 and without PCA to the customers that take part."""
    features = feature_table.selected(project, settings)
    return Pipeline(_plans(features, impute), double=True, cosine=cosine).fit(taking_part(project))


def prepare_by(project: Project, settings: MatrixSettings, pipeline: Pipeline) -> Prepared:
    """Return the customers that take part as a pipeline makes them that was fitted before."""
    features = feature_table.selected(project, settings)
    return Prepared(features, pipeline, pipeline.transform(taking_part(project)))


def keys(project: Project) -> pa.ChunkedArray:
    """Return the keys of the customers that take part, in the order of the matrix's rows."""
    return customers.read(project, [customers.key_name(project)], buyers(project)).column(0)


def _plans(features: tuple[Feature, ...], impute: Impute | None) -> list[FeaturePlan]:
    return [
        FeaturePlan(
            f.name,
            f.kind,
            impute=impute or f.preparation.impute,
            transform=f.preparation.transform,
            scale=f.preparation.scale,
        )
        for f in features
    ]


def taking_part(project: Project) -> Selection:
    """Return the customers that take part, as they are in the customer table, to be read bit by bit."""
    return Selection(project, buyers(project))
