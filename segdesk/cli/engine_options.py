"""The options of the sweep's engine: where k-means runs, and how BigQuery ML does it."""

import argparse
from collections.abc import Mapping
from typing import Any

from segdesk.errors import UsageError
from segdesk.project.settings import (
    MOST_PARALLEL_TRIALS,
    MOST_TRIALS,
    BigQueryMLSettings,
    Distance,
    KMeansInit,
    TuningAlgorithm,
)

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
    "warm_start": "warm_start",
    "trials": "trials",
    "parallel_trials": "parallel_trials",
    "tuning_algorithm": "tuning_algorithm",
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
    command.add_argument(
        "--warm-start",
        choices=("yes", "no"),
        nargs="?",
        const="yes",
        help="go on from the models of before, where there are any with as many segments; what comes of that"
        " cannot be made again from the settings alone (bigquery-ml)",
    )
    _add_tuning(command)


def _add_tuning(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--trials",
        type=int,
        metavar="N",
        help=f"have BigQuery ML pick the numbers of segments itself, in up to {MOST_TRIALS} trials, each of"
        " them billed; 0 trains each number by itself (bigquery-ml)",
    )
    command.add_argument(
        "--parallel-trials",
        type=int,
        metavar="N",
        help=f"trials at a time, up to {MOST_PARALLEL_TRIALS} (--trials)",
    )
    command.add_argument(
        "--tuning-algorithm", choices=tuple(TuningAlgorithm), help="how it picks what to try (--trials)"
    )


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
    for name in ("early_stop", "warm_start"):
        if name in given:
            given[name] = given[name] == "yes"
    if given.get("trials") == 0:
        given["trials"] = None
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
    _refuse_what_does_not_go_together(given, changed)
    document["bigquery_ml"] = changed


def _refuse_what_does_not_go_together(given: Mapping[str, Any], changed: Mapping[str, Any]) -> None:
    """Refuse options that BigQuery ML does not combine, or that nothing would read."""
    if not changed["trials"]:
        for name in ("parallel_trials", "tuning_algorithm"):
            if name in given:
                raise UsageError(
                    f"--{name.replace('_', '-')} is for trials", "there are none", "Add --trials N"
                )
    if changed["warm_start"] and changed["trials"]:
        raise UsageError(
            "--warm-start and --trials do not go together",
            "a model that is tuned cannot go on from an earlier one",
            "Leave one of them out, or take it back with --warm-start no or --trials 0",
        )
    if changed["init"] == KMeansInit.CUSTOM and (changed["warm_start"] or changed["trials"]):
        option, why = (
            ("--warm-start", "the model goes on from an earlier one")
            if changed["warm_start"]
            else ("--trials", "BigQuery ML picks the numbers of segments itself")
        )
        raise UsageError(
            f"--kmeans-init custom does not go with {option}",
            f"{why}, not from customers that are drawn here",
            "Use --kmeans-init kmeans++ or random",
        )
