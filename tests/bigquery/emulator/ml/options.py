"""The options of CREATE MODEL for k-means, all of them, and what they may be."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from emulator.errors import invalid_query
from emulator.ml.kmeans import Distance, Ends, Start

_MOST_CLUSTERS = 100
_MOST_TRIALS = 100
_MOST_PARALLEL = 5
_SPACE = re.compile(r"HPARAM_(RANGE|CANDIDATES)\s*\(\s*\[?([^\])]*)\]?\s*\)", re.IGNORECASE)
_TUNING = ("num_trials", "max_parallel_trials", "hparam_tuning_algorithm", "hparam_tuning_objectives")
_REGISTRY = ("model_registry", "vertex_ai_model_id", "vertex_ai_model_version_aliases", "kms_key_name")
_FORMS = {
    "vertex_ai_model_id": "[a-z_][a-z0-9_-]{0,62}",
    "vertex_ai_model_version_aliases": "[a-z]([a-zA-Z0-9-]{0,126}[a-z0-9])?",
    "kms_key_name": "projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/]+",
}
_DESCRIBING = ("description", "friendly_name", "expiration_timestamp")
_TRAINING = (
    "model_type",
    "num_clusters",
    "kmeans_init_method",
    "kmeans_init_col",
    "distance_type",
    "standardize_features",
    "max_iterations",
    "early_stop",
    "min_rel_progress",
    "warm_start",
)


class Algorithm(StrEnum):
    """How the next number of clusters is picked."""

    VIZIER = "VIZIER_DEFAULT"
    RANDOM = "RANDOM_SEARCH"
    GRID = "GRID_SEARCH"


@dataclass(frozen=True)
class Tuning:
    """What is tried.

    Attributes
    ----------
    space
        The numbers of clusters.
    """

    space: tuple[int, ...]
    trials: int
    algorithm: Algorithm

    @property
    def most(self) -> int:
        """How many trials there are at most."""
        return min(self.trials, len(self.space)) if self.algorithm is Algorithm.GRID else self.trials


@dataclass(frozen=True)
class Options:
    """What a model is trained with."""

    clusters: int | None
    start: Start
    start_column: str | None
    distance: Distance
    standardize: bool
    ends: Ends
    warm: bool
    tuning: Tuning | None = None

    def number_of_clusters(self, rows: int) -> int:
        """Return k; left out it goes by the number of rows."""
        return self.clusters or max(2, int(math.log10(max(rows, 1))))


def parse_options(given: Mapping[str, Any]) -> Options:
    """Return what OPTIONS asks for. Raises `BigQueryError` for anything that k-means does not know."""
    refuse_labels(given)
    for name, worth in given.items():
        if name not in _TRAINING + _TUNING + _REGISTRY + _DESCRIBING:
            raise invalid_query(f"Unrecognized option: {name}")
        if name != "num_clusters" and "HPARAM" in str(worth).upper():
            raise invalid_query(f"Option {name} is not a hyperparameter of k-means")
    if _word(given, "model_type", "") != "KMEANS":
        raise invalid_query(f"The stand-in trains k-means only, not {given.get('model_type')}")
    _check_registry(given)
    start = _choice(Start, _word(given, "kmeans_init_method", "RANDOM"), "kmeans_init_method")
    column = given.get("kmeans_init_col")
    if (start is Start.CUSTOM) != (column is not None):
        raise invalid_query("kmeans_init_col must be specified if and only if kmeans_init_method is CUSTOM")
    tuning = _tuning(given)
    if tuning is not None and start is Start.CUSTOM:
        raise invalid_query("kmeans_init_method CUSTOM is not supported with hyperparameter tuning")
    if tuning is not None and _truth(given, "warm_start", False):
        raise invalid_query("warm_start is not supported with hyperparameter tuning")
    return Options(
        clusters=None if tuning else _whole(given, "num_clusters", None, 2, _MOST_CLUSTERS),
        start=start,
        start_column=column,
        distance=_choice(Distance, _word(given, "distance_type", "EUCLIDEAN"), "distance_type"),
        standardize=_truth(given, "standardize_features", True),
        ends=Ends(
            _whole(given, "max_iterations", 20, 1, 10_000) or 20,
            _truth(given, "early_stop", True),
            _number(given, "min_rel_progress", 0.01),
        ),
        warm=_truth(given, "warm_start", False),
        tuning=tuning,
    )


def readings(given: Mapping[str, Any]) -> int:
    """Return how often a model that OPTIONS asks for reads its training data at most."""
    tuning = _tuning(given)
    return tuning.most if tuning else 1


def _tuning(given: Mapping[str, Any]) -> Tuning | None:
    """Return what is to be tried, None where nothing is tuned. Raises `BigQueryError`."""
    trials = _whole(given, "num_trials", None, 1, _MOST_TRIALS)
    clusters = given.get("num_clusters")
    if trials is None:
        for name in _TUNING:
            if name in given:
                raise invalid_query(f"Option {name} needs num_trials")
        if isinstance(clusters, str):
            raise invalid_query("Hyperparameters need num_trials")
        return None
    if _whole(given, "max_parallel_trials", 1, 1, _MOST_PARALLEL) is None:
        raise invalid_query("Option max_parallel_trials must be an INT64")
    objectives = given.get("hparam_tuning_objectives", ["DAVIES_BOULDIN_INDEX"])
    named = objectives if isinstance(objectives, list) else [objectives]
    if [str(each).upper() for each in named] != ["DAVIES_BOULDIN_INDEX"]:
        raise invalid_query("Option hparam_tuning_objectives must be DAVIES_BOULDIN_INDEX for k-means")
    word = _word(given, "hparam_tuning_algorithm", "VIZIER_DEFAULT")
    algorithm: Algorithm = _choice(Algorithm, word, "hparam_tuning_algorithm")
    return Tuning(_space(clusters, algorithm), trials, algorithm)


def _space(clusters: Any, algorithm: Algorithm) -> tuple[int, ...]:
    """Return the numbers of clusters that may be tried. Raises `BigQueryError`."""
    if clusters is None:
        return tuple(range(2, 11))
    found = _SPACE.fullmatch(str(clusters).strip())
    if found is None:
        raise invalid_query("Option num_clusters must be HPARAM_RANGE or HPARAM_CANDIDATES where it is tuned")
    if not re.fullmatch(r"\s*\d+\s*(,\s*\d+\s*)*", found[2]):
        raise invalid_query("Hyperparameter num_clusters must be of INT64")
    values = [int(each) for each in found[2].split(",")]
    is_range = found[1].upper() == "RANGE"
    if is_range and (len(values) != 2 or values[0] >= values[1]):
        raise invalid_query("HPARAM_RANGE needs two values, the smaller one first")
    if is_range and algorithm is Algorithm.GRID:
        raise invalid_query("GRID_SEARCH needs a search space of discrete values")
    space = tuple(range(values[0], values[1] + 1)) if is_range else tuple(dict.fromkeys(values))
    if min(space) < 2 or max(space) > _MOST_CLUSTERS:
        raise invalid_query(f"Hyperparameter num_clusters must be between 2 and {_MOST_CLUSTERS}")
    return space


def refuse_labels(given: Mapping[str, Any]) -> None:
    """Refuse what labels mean in CREATE MODEL: columns to predict, which neither kind of model here has.

    Raises
    ------
    BigQueryError
        If there are any.
    """
    for name in ("labels", "input_label_cols"):
        if name in given:
            raise invalid_query(f"Option {name} is not supported: it names the columns that a model predicts")


def _check_registry(given: Mapping[str, Any]) -> None:
    """Refuse names that the Model Registry or the key service would not take. Raises `BigQueryError`."""
    if given.get("model_registry", "VERTEX_AI") != "VERTEX_AI":
        raise invalid_query("Option model_registry must be VERTEX_AI")
    for name, form in _FORMS.items():
        worth = given.get(name, [])
        for each in worth if isinstance(worth, list) else [worth]:
            if not isinstance(each, str) or not re.fullmatch(form, each):
                raise invalid_query(f"Option {name} cannot be {each}")
    if "model_registry" not in given and {"vertex_ai_model_id", "vertex_ai_model_version_aliases"} & set(
        given
    ):
        raise invalid_query("Options of Vertex AI need model_registry")


def _word(given: Mapping[str, Any], name: str, default: str) -> str:
    worth = given.get(name, default)
    if not isinstance(worth, str):
        raise invalid_query(f"Option {name} must be a STRING")
    return worth.upper()


def _truth(given: Mapping[str, Any], name: str, default: bool) -> bool:
    worth = given.get(name, default)
    if not isinstance(worth, bool):
        raise invalid_query(f"Option {name} must be a BOOL")
    return worth


def _whole(given: Mapping[str, Any], name: str, default: int | None, least: int, most: int) -> int | None:
    worth = given.get(name, default)
    if worth is None:
        return None
    if not isinstance(worth, int) or isinstance(worth, bool):
        raise invalid_query(f"Option {name} must be an INT64")
    if not least <= worth <= most:
        raise invalid_query(f"Option {name} must be between {least} and {most}, but is {worth}")
    return worth


def _number(given: Mapping[str, Any], name: str, default: float) -> float:
    worth = given.get(name, default)
    if not isinstance(worth, int | float) or isinstance(worth, bool) or worth < 0:
        raise invalid_query(f"Option {name} must be a FLOAT64 of at least 0")
    return float(worth)


def _choice(kind: type[Any], word: str, name: str) -> Any:
    try:
        return kind(word)
    except ValueError:
        known = ", ".join(str(each) for each in kind)
        raise invalid_query(f"Option {name} must be one of {known}, but is {word}") from None
