"""The options of the sweep's engine: where k-means runs, and how BigQuery ML does it."""

import argparse
from collections.abc import Mapping
from typing import Any

from segdesk.errors import UsageError
from segdesk.project.settings import BigQueryMLSettings, Distance, KMeansInit

ENGINES = ("local", "bigquery-ml")

_FIELDS = {
    "kmeans_init": "init",
    "distance": "distance",
    "max_iterations": "max_iterations",
    "early_stop": "early_stop",
    "min_rel_progress": "min_rel_progress",
    "vertex_ai_model": "vertex_ai_model",
    "vertex_ai_aliases": "vertex_ai_aliases",
    "kms_key": "kms_key",
}
"""Option to the field of `BigQueryMLSettings`."""


def add(command: argparse.ArgumentParser) -> None:
    """Give a command the options."""
    command.add_argument("--engine", choices=ENGINES, help="k-means on this machine, or in BigQuery")
    command.add_argument(
        "--kmeans-init", choices=tuple(KMeansInit), help="where BigQuery ML starts (bigquery-ml)"
    )
    command.add_argument("--distance", choices=tuple(Distance), help="how it measures (bigquery-ml)")
    command.add_argument("--max-iterations", type=int, metavar="N", help="updates at most (bigquery-ml)")
    command.add_argument(
        "--early-stop", choices=("yes", "no"), help="whether to end when it gets no better (bigquery-ml)"
    )
    command.add_argument(
        "--min-rel-progress", type=float, metavar="0.01", help="what counts as no better (bigquery-ml)"
    )
    command.add_argument(
        "--vertex-ai-model", metavar="NAME", help="put models into Vertex AI's registry (bigquery-ml)"
    )
    command.add_argument(
        "--vertex-ai-aliases", metavar="A,B", help="of the versions that are put there (bigquery-ml)"
    )
    command.add_argument("--kms-key", metavar="KEY", help="Cloud KMS key of the models (bigquery-ml)")


def change(document: dict[str, Any], values: Mapping[str, Any]) -> None:
    """Take over what was given, in the document of the sweep's settings.

    Raises
    ------
    UsageError
        For an option that the engine would ignore.
    """
    if "engine" in values:
        document["engine"] = values["engine"]
    given = {field: values[option] for option, field in _FIELDS.items() if option in values}
    if given and document["engine"] == "local":
        option = next(option for option in _FIELDS if option in values).replace("_", "-")
        raise UsageError(
            f"--{option} is for BigQuery ML",
            "k-means runs on this machine",
            "Add --engine bigquery-ml, or leave it out",
        )
    if "starts" in values and document["engine"] != "local":
        raise UsageError("--starts is for k-means on this machine", "BigQuery ML starts once", "Leave it out")
    if "early_stop" in given:
        given["early_stop"] = given["early_stop"] == "yes"
    if "vertex_ai_aliases" in given:
        given["vertex_ai_aliases"] = [a.strip() for a in given["vertex_ai_aliases"].split(",") if a.strip()]
    for name in ("vertex_ai_model", "kms_key"):
        if given.get(name) == "":  # what was set before is taken back
            given[name] = None
    changed = {**BigQueryMLSettings().model_dump(), **document["bigquery_ml"], **given}
    if given.get("vertex_ai_aliases") and not changed["vertex_ai_model"]:
        raise UsageError(
            "--vertex-ai-aliases names versions of a model in Vertex AI",
            "none is put there",
            "Add --vertex-ai-model NAME",
        )
    document["bigquery_ml"] = changed
