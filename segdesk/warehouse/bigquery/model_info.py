"""What BigQuery's catalogue says of a k-means model."""

from google.cloud.bigquery import Model, QueryJob
from google.cloud.bigquery.standard_sql import StandardSqlField

from segdesk.warehouse.base import Column, ModelInfo
from segdesk.warehouse.bigquery.account import AnyJob


def model_info(model: Model) -> ModelInfo:
    """Return what is known of a k-means model, by its last training."""
    last = model.training_runs[-1] if model.training_runs else {}
    options = last.get("trainingOptions", {})
    return ModelInfo(
        features=tuple(_column(field) for field in model.feature_columns),
        clusters=int(options.get("numClusters", 0)),
        starts_from_column=bool(options.get("kmeansInitializationColumn")),
    )


def may_leave_trials(job: AnyJob) -> bool:
    """Whether a job that was stopped may have left a model: a tuning keeps the trials that succeeded."""
    return isinstance(job, QueryJob) and "NUM_TRIALS" in (job.query or "")


def _column(field: StandardSqlField) -> Column:
    kind = field.type.type_kind if field.type else None
    return Column(field.name or "", kind.value if kind else "")
