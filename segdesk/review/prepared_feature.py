"""What a feature looks like on its way into the clustering: filled, transformed and scaled."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from segdesk.project.settings import Impute, Mode, Preparation, RecipeName, Settings

if TYPE_CHECKING:
    from segdesk.project.file import Project

BINS = 40


@dataclass(frozen=True, eq=False)
class PreparedFeature:
    """How the customers who take part spread over a prepared number.

    Attributes
    ----------
    preparation
        What was done to it.
    edges, counts
        (bins + 1,) bounds of the bins, (bins,) customers.
    """

    name: str
    preparation: Preparation
    edges: NDArray[np.float64]
    counts: NDArray[np.int64]
    mean: float
    median: float


def prepared_feature(project: "Project", name: str) -> PreparedFeature | None:
    """Return a number as it is clustered on, None if the customers have no such feature.

    Raises
    ------
    SegdeskError
        If the feature cannot be prepared as the settings say.
    """
    from segdesk.clustering.columns import NumberColumn
    from segdesk.project import customers
    from segdesk.steps import feature_table
    from segdesk.steps.prepared import buyers
    from segdesk.warehouse.recipes import Kind

    feature = next((f for f in feature_table.load(project) if f.name == name), None)
    if feature is None or feature.kind is not Kind.NUMBER:
        return None
    settings = project.settings
    preparation = in_force(settings, settings.matrix.preparation.get(name, feature.preparation))
    table = customers.read(project, [name], buyers(project))
    if not table.num_rows:
        return None
    values = np.empty((table.num_rows, 1))
    NumberColumn.fit(name, preparation, table).apply(table, values)
    counts, edges = np.histogram(values[:, 0], BINS)
    mean, median = float(values.mean()), float(np.median(values))
    return PreparedFeature(name, preparation, edges, counts.astype(np.int64), mean, median)


def in_force(settings: Settings, preparation: Preparation) -> Preparation:
    """Return what happens to a feature: in the marketing engine's two sweeps, the listing fills all gaps."""
    features = settings.features
    if features.recipe is not RecipeName.THELOOK or features.mode is not Mode.NOTEBOOK:
        return preparation
    fill = Impute.MEAN if settings.sweep.listing == 1 else Impute.ZERO
    return preparation.model_copy(update={"impute": fill})
