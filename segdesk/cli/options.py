"""What the command line's options mean for the settings of a project."""

import argparse
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from segdesk.cli import engine_options, writer_options
from segdesk.errors import InputError, UsageError
from segdesk.project.settings import MAX_K, BigQuerySettings, Settings
from segdesk.warehouse.bigquery.amounts import parse_dollars, parse_size
from segdesk.warehouse.bigquery.place import is_bigquery, place_of

LATER_FORMATS = ("ga4", "google-ads", "meta", "mail", "spreadsheet", "report")

_BIGQUERY_OPTIONS = ("billing_project", "location", "dataset", "prefix", "byte_cap", "budget")
_FEATURE_OPTIONS = (
    "recipe",
    "mode",
    "as_of",
    "date_from",
    "date_to",
    "country",
    "purchase",
    "crm",
    "key",
    "features",
    "rows",
)


def changed(settings: Settings, given: argparse.Namespace) -> Settings:
    """Return the settings with what the person gave; what was not given stays as it is.

    An empty value takes a setting back to its default: ``--labels ""``.

    Raises
    ------
    UsageError
        For a value that makes no sense, or that this version does not know yet.
    """
    document: dict[str, Any] = settings.model_dump()
    values = {name: value for name, value in vars(given).items() if value is not None}
    _refuse_what_would_be_ignored(settings, values)
    if "seed" in values and settings == Settings():
        document["connect"]["sample_seed"] = values["seed"]
    _connect(document, values)
    _bigquery(document, values)
    _features(document, values)
    _sweep(document, values)
    _others(settings, document, values)
    try:
        found = Settings.model_validate(document)
    except ValidationError as error:
        first = error.errors()[0]
        name = " ".join(str(part) for part in first["loc"]) or "the settings"
        value = "" if isinstance(first["input"], dict) else f" be {first['input']!r}"
        what = f"{name} cannot{value}" if value else f"The {name} settings do not fit together"
        raise UsageError(what, first["msg"].removeprefix("Value error, ")) from error
    if is_bigquery(found.connect.source):
        place_of(found.connect.source, found.bigquery)
    return found


def _connect(document: dict[str, Any], values: Mapping[str, Any]) -> None:
    if "source" in values:
        source = values["source"]
        if not source:
            raise UsageError("--source is empty", "", "Name a folder or file, or sample")
        is_path = source != "sample" and not is_bigquery(source)
        document["connect"]["source"] = str(Path(source).absolute()) if is_path else source
        if source == "sample" and "seed" in values:
            document["connect"]["sample_seed"] = values["seed"]
    if "customers" in values:
        document["connect"]["sample_customers"] = values["customers"]


def _bigquery(document: dict[str, Any], values: Mapping[str, Any]) -> None:
    """Take over what is for BigQuery; nothing takes a setting back to its default."""
    given: dict[str, Any] = {name: values[name] for name in _BIGQUERY_OPTIONS if name in values}
    if given.get("byte_cap"):
        given["byte_cap"] = parse_size(given["byte_cap"])
    if given.get("budget"):
        given["budget"] = parse_dollars(given["budget"])
    own = BigQuerySettings().model_dump()
    given |= {name: own[name] for name, value in given.items() if value == ""}
    if given and not is_bigquery(document["connect"]["source"]):
        option = next(iter(given)).replace("_", "-")
        raise UsageError(f"--{option} is for BigQuery", "another source is read", "Leave it out")
    document["bigquery"] |= given


def _features(document: dict[str, Any], values: Mapping[str, Any]) -> None:
    given = {name: values[name] for name in _FEATURE_OPTIONS if name in values}
    if "recipe" in given and given["recipe"] != document["features"]["recipe"]:
        # Another recipe starts from its own values, not from what another one was told.
        document["features"] = {"recipe": given["recipe"]}
        document["matrix"] = {}
        document["sweep"]["listing"] = 1
    if "mode" in given and given["mode"] != document["features"].get("mode"):
        document["matrix"] = {}
    if "sql" in values:
        given["sql"] = _text(Path(values["sql"])) if values["sql"] else None
    if "table" in values:
        given["table"] = values["table"]
    given |= {name: None for name in _FEATURE_OPTIONS if given.get(name) == ""}
    if given.get("crm"):
        given["crm"] = str(Path(given["crm"]).absolute())
    if "features" in given and document["features"].get("recipe", given.get("recipe")) != "custom":
        document["matrix"] = {**document["matrix"], "use": given.pop("features")}
    document["features"] = {**document["features"], **given}


def _sweep(document: dict[str, Any], values: Mapping[str, Any]) -> None:
    sweep = document["sweep"]
    engine_options.change(sweep, values)
    if values.get("engine", "local") != "local" and not is_bigquery(document["connect"]["source"]):
        raise UsageError(
            f"--engine {values['engine']} is for customers in BigQuery",
            "another source is read",
            "Add --source bigquery:PROJECT.DATASET, or use --engine local",
        )
    if "k" in values:
        low, high = sweep["k_min"], sweep["k_max"] = values["k"]
        chosen = document["clusters"]["choose"]
        if isinstance(chosen, int) and not low <= chosen <= high:
            document["clusters"]["choose"] = "combined"
    for name in ("seed", "listing", "starts", "silhouette_rows", "exact_silhouettes_up_to"):
        if name in values:
            sweep[name] = values[name]
    if "like_scikit_learn" in values:
        sweep["like_scikit_learn"] = values["like_scikit_learn"] == "yes"


def _others(settings: Settings, document: dict[str, Any], values: Mapping[str, Any]) -> None:
    if "choose" in values:
        _refuse_k_out_of_range(values["choose"], document["sweep"])
        document["clusters"]["choose"] = values["choose"]
    if "bootstraps" in values:
        document["clusters"]["bootstraps"] = values["bootstraps"]
    if "labels" in values or "label" in values:
        # Given here, names mean the segments of now, not those that were named on screen.
        document["labels"] |= {"designations": (), "clustering": None}
    if "labels" in values:
        if settings.labels.clustering:
            document["labels"]["names"] = ()
        document["labels"]["file"] = _absolute(values["labels"])
    if "label" in values:
        pairs = tuple(pair for pair in values["label"] if pair)
        for place, what in enumerate(("segment", "name")):
            if len({pair[place].casefold() for pair in pairs}) < len(pairs):
                raise UsageError(f"--label gives one {what} twice", "", "Give each segment a name of its own")
        document["labels"]["names"] = pairs
    writer_options.settle(document, values)
    if "emails" in values:
        document["emails"]["count"] = values["emails"]
    if "languages" in values:
        document["emails"]["languages_file"] = _absolute(values["languages"])
    if "email_segments" in values:
        document["emails"]["segments"] = values["email_segments"]
    if "email_languages" in values:
        document["emails"]["languages"] = tuple(code.lower() for code in values["email_languages"])
    export = document["export"]
    if "out" in values:
        export["folder"] = _absolute(values["out"])
    if "formats" in values:
        export["formats"] = values["formats"]
    if "ga360_key" in values:
        export["ga360_key"] = values["ga360_key"]
    if "ga360_map" in values:
        export["ga360_map"] = values["ga360_map"]


def _refuse_what_would_be_ignored(settings: Settings, values: Mapping[str, Any]) -> None:
    """Refuse an option that nothing would read."""
    if "customers" in values and values.get("source", settings.connect.source) != "sample":
        raise UsageError(
            "--customers is the size of the built-in sample", "another source is read", "Leave it out"
        )
    mode = values.get("mode", settings.features.mode)
    recipe = values.get("recipe", settings.features.recipe)
    if "listing" in values and (mode, recipe) != ("notebook", "thelook"):
        raise UsageError(
            "--listing chooses between the marketing engine's two sweeps",
            "only the thelook recipe in notebook mode follows them",
            "Leave it out, or add --mode notebook",
        )


def _refuse_k_out_of_range(chosen: str | int, sweep: Mapping[str, Any]) -> None:
    low, high = sweep["k_min"], sweep["k_max"]
    if isinstance(chosen, int) and low and high and not low <= chosen <= high:
        raise UsageError(
            f"--choose {chosen} is not among the numbers to try", f"they go from {low} to {high}"
        )


def _absolute(path: str) -> str | None:
    return str(Path(path).absolute()) if path else None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{path} cannot be read", error.strerror or "", "Check the name") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} cannot be read", "it is not UTF-8 text", "Save it as UTF-8") from error


def k_range(text: str) -> tuple[int, int]:
    """Read ``2:22`` or ``10``."""
    if not (match := re.fullmatch(r"(\d{1,4})(?::(\d{1,4}))?", text)):
        raise argparse.ArgumentTypeError(f"{text} is neither a number of segments nor a range such as 2:22")
    low = int(match[1])
    high = int(match[2] or match[1])
    if not 2 <= low <= high <= MAX_K:
        raise argparse.ArgumentTypeError(f"{text}: segments go from 2 to {MAX_K}, the smaller number first")
    return low, high


def choice(text: str) -> str | int:
    """Read the name of a score, or a number of segments."""
    if text in ("combined", "silhouette", "davies-bouldin"):
        return text
    if text.isascii() and text.isdigit() and 2 <= int(text) <= MAX_K:
        return int(text)
    raise argparse.ArgumentTypeError(
        f"{text} is none of combined, silhouette, davies-bouldin and a number from 2 to {MAX_K}"
    )


def names(text: str) -> tuple[str, ...]:
    """Read names that are separated by commas; nothing means none."""
    if not text:
        return ()
    found = tuple(part.strip() for part in text.split(",") if part.strip())
    if not found:
        raise argparse.ArgumentTypeError("at least one name is needed")
    return found


def formats(text: str) -> tuple[str, ...]:
    """Read formats that are separated by commas, or ``none``, and say what is not there yet."""
    found = () if text == "none" else names(text)
    for name in found:
        if name in LATER_FORMATS:
            raise argparse.ArgumentTypeError(f"the format {name} is not there yet; this version writes ga360")
        if name != "ga360":
            raise argparse.ArgumentTypeError(f"{name} is not a format; this version writes ga360")
    return found


def name_of_segment(text: str) -> tuple[str, str] | None:
    """Read ``seg_1=Champions``; nothing means no name."""
    if not text:
        return None
    segment, equals, name = text.partition("=")
    if not (equals and segment.strip() and name.strip()):
        raise argparse.ArgumentTypeError(f"{text} is not of the form segment=name")
    return segment.strip(), name.strip()


def mapping(text: str) -> tuple[tuple[str, str], ...]:
    """Read ``segment=ga:dimension1,label=ga:dimension2``."""
    pairs = []
    for part in names(text):
        column, equals, target = part.partition("=")
        if not (equals and column.strip() and target.strip()):
            raise argparse.ArgumentTypeError(f"{part} is not of the form column=ga:name")
        pairs.append((column.strip(), target.strip()))
    return tuple(pairs)
