"""How the sweep goes about it: what the person left open, filled in from the recipe and the mode."""

from dataclasses import dataclass, replace

from segdesk.clustering.choose import CAREFUL_WEIGHTS, DOCUMENT_WEIGHTS, Weights
from segdesk.clustering.local import LocalEngine, Manner
from segdesk.errors import InputError
from segdesk.project.settings import FeaturesSettings, Impute, Mode, RecipeName, Settings
from segdesk.warehouse.bigquery.place import is_bigquery

MOST_SEGMENTS = 22
"""The largest k that is tried unless told otherwise, as in the marketing engine's first listing."""

PAIRS = 40_000_000_000
"""Distances that a sweep with drawn customers measures at most, about ten seconds' worth."""
MOST_DRAWN = 10_000
FEWEST_DRAWN = 2_000

CUSTOMERS_PER_SEGMENT = 10
"""The default range ends where segments would get smaller than this on average."""


@dataclass(frozen=True)
class Approach:
    """Everything that the sweep and the final fit need to know.

    Attributes
    ----------
    ks
        The numbers of segments to try.
    engine
        What fits and scores them; where BigQuery ML fits, what scores the customers that are here.
    engine_name
        What fits them, as a project names it.
    pca, final_pca
        Principal components that the sweep and the final fit cluster on; 0 means all columns.
    double
        Whether the matrix is float64.
    impute
        What takes the place of missing numbers, where the listing decides that for all features.
    weights
        Of the combined score.
    """

    ks: tuple[int, ...]
    engine: LocalEngine
    pca: int = 0
    final_pca: int = 0
    double: bool = False
    impute: Impute | None = None
    weights: Weights = CAREFUL_WEIGHTS
    engine_name: str = "local"

    @property
    def is_upstairs(self) -> bool:
        """Whether BigQuery ML fits."""
        return self.engine_name == "bigquery-ml"


def approach(settings: Settings, customers: int) -> Approach:
    """Return the approach for that many customers.

    Raises
    ------
    InputError
        If there are too few customers for the largest k, or BigQuery ML cannot do what is asked.
    """
    default = _default(settings, customers)
    sweep = settings.sweep
    low = sweep.k_min or min(default.ks[0], sweep.k_max or default.ks[0])
    high = sweep.k_max or max(default.ks[-1], low)
    if customers <= high:
        most = customers - 1
        todo = (
            f"Ask for at most {most}, for instance with --k 2:{most}" if most >= 2 else "Use more customers"
        )
        raise InputError(f"{high} segments cannot be made", f"there are only {customers:,} customers", todo)
    engine = default.engine
    if sweep.like_scikit_learn and engine.manner is Manner.OWN:
        rows = engine.silhouette_rows
        engine = replace(LocalEngine.like_scikit_learn(sweep.seed), silhouette_rows=rows)
    if sweep.starts is not None:
        engine = replace(engine, starts=sweep.starts)
    if sweep.silhouette_rows is not None:
        engine = replace(engine, silhouette_rows=sweep.silhouette_rows)
    matrix = settings.matrix
    found = replace(
        default,
        ks=tuple(range(low, high + 1)),
        engine=engine,
        pca=default.pca if matrix.pca is None else matrix.pca,
        final_pca=default.final_pca if matrix.pca is None else matrix.pca,
        double=default.double if matrix.double is None else matrix.double,
    )
    return found if sweep.engine == "local" else _in_bigquery_ml(settings, found)


def _in_bigquery_ml(settings: Settings, local: Approach) -> Approach:
    """Return the approach where BigQuery ML fits: once for each k, and on the features themselves."""
    if not is_bigquery(settings.connect.source):
        raise InputError(
            "BigQuery ML cannot cluster these customers",
            "they are not in BigQuery",
            "Use the local engine, or name a source such as bigquery:my-project.my_dataset",
        )
    if settings.matrix.pca:
        raise InputError(
            "BigQuery ML cannot cluster on principal components",
            "it clusters on the features themselves",
            "Cluster on all features, or use the local engine",
        )
    rows = local.engine.silhouette_rows
    if local.engine.manner is Manner.OWN and settings.sweep.silhouette_rows is None:
        rows = MOST_DRAWN  # a model is scored as soon as it is trained: not all of them in one pass
    return replace(
        local,
        engine=replace(local.engine, starts=1, silhouette_rows=rows),
        engine_name=settings.sweep.engine,
        pca=0,
        final_pca=0,
        double=True,
    )


def _default(settings: Settings, customers: int) -> Approach:
    seed = settings.sweep.seed
    features = settings.features
    if not follows_a_document(features):
        high = max(2, min(MOST_SEGMENTS, customers // CUSTOMERS_PER_SEGMENT))
        rows = _silhouette_rows(customers, settings.sweep.exact_silhouettes_up_to)
        engine = LocalEngine(seed=seed, silhouette_rows=rows)
        return Approach(ks=tuple(range(2, high + 1)), engine=engine)
    if features.recipe is RecipeName.GA360:
        return Approach(
            ks=tuple(range(3, 16)),
            engine=LocalEngine.like_bigquery_ml(seed),
            double=True,
            weights=DOCUMENT_WEIGHTS,
        )
    if settings.sweep.listing == 1:
        return Approach(
            ks=tuple(range(2, 23)),
            engine=LocalEngine.listing_1(seed),
            pca=5,
            double=True,
            impute=Impute.MEAN,
            weights=DOCUMENT_WEIGHTS,
        )
    return Approach(
        ks=tuple(range(2, 21)),
        engine=LocalEngine.listing_2(seed),
        double=True,
        impute=Impute.ZERO,
        weights=DOCUMENT_WEIGHTS,
    )


def _silhouette_rows(customers: int, exact_up_to: int) -> int:
    """Return how many customers to draw for the silhouettes; 0, for all, where they are few enough."""
    if customers <= exact_up_to:
        return 0
    return max(FEWEST_DRAWN, min(MOST_DRAWN, PAIRS // customers))


def follows_a_document(features: FeaturesSettings) -> bool:
    """Whether the recipe reproduces a reference document."""
    return features.mode is Mode.NOTEBOOK and features.recipe is not RecipeName.CUSTOM
