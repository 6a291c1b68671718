"""Going on from an earlier model: BigQuery ML's warm start."""

from segdesk.clustering.bigquery_ml import statements
from segdesk.clustering.bigquery_ml.training import TABLE
from segdesk.warehouse.base import Keeps


def can_go_on(warehouse: Keeps, k: int, key: str) -> bool:
    """Whether a model with ``k`` segments is there that a new one can begin where it ended.

    The columns of the training data have to be the same (BigQuery documentation, WARM_START), that of the
    initial centroids included, which a model that goes on has none of.

    Parameters
    ----------
    key
        The training table's key column, which no model sees.
    """
    before = warehouse.model(statements.model_name(k))
    if before is None or before.starts_from_column or before.clusters != k:
        return False
    trained = {column.name.lower(): column.type for column in before.features}
    given = {column.name.lower(): column.type for column in warehouse.schema(TABLE)}
    del given[key.lower()]
    return trained == given
