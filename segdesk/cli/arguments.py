"""The options of the command line, each given to the steps that read it."""

import argparse
from datetime import date

from segdesk import __version__
from segdesk.cli import access, engine_options, options, writer_options
from segdesk.project.step import Step

_EPILOG = "Exit status: 0 done, 1 the work failed, 2 wrong usage, 130 cancelled."


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    whole = argparse.ArgumentParser(
        prog="segdesk",
        description="Customer segments, personal emails and import files from a customer table.",
        epilog=_EPILOG,
        allow_abbrev=False,
    )
    whole.add_argument("--version", action="version", version=f"segdesk {__version__}")
    commands = whole.add_subparsers(dest="command", metavar="COMMAND", required=True)
    sample = commands.add_parser(
        "sample", help="write the sample warehouse as Parquet files", allow_abbrev=False
    )
    sample.add_argument("folder", metavar="DIR", help="a new or empty folder")
    sample.add_argument("--customers", type=_positive, default=100_000, metavar="N")
    sample.add_argument("--recipe", choices=("thelook", "ga360"), default="thelook")
    sample.add_argument("--seed", type=_seed, default=42)
    everything = commands.add_parser("run", help="all seven steps", epilog=_EPILOG, allow_abbrev=False)
    _file(everything)
    for step in Step:
        _OPTIONS[step](everything)
    _bigquery(everything)
    for step in Step:
        one = commands.add_parser(step.value, help=_HELP[step], epilog=_EPILOG, allow_abbrev=False)
        _file(one)
        _OPTIONS[step](one)
        _bigquery(one)
    access.add_commands(commands, _EPILOG)
    show = commands.add_parser("show", help="what a project file holds", allow_abbrev=False)
    _file(show)
    costs = commands.add_parser("costs", help="what BigQuery has cost a project", allow_abbrev=False)
    _file(costs)
    costs.add_argument(
        "--ahead", action="store_true", help="what the next run would cost; BigQuery is asked, nothing runs"
    )
    _clean_up(commands.add_parser("clean-up", help="what segdesk left in BigQuery", allow_abbrev=False))
    return whole


_HELP = {
    Step.CONNECT: "find the source and list its tables",
    Step.FEATURES: "build one row per customer",
    Step.SWEEP: "try a range of numbers of segments",
    Step.CLUSTERS: "put every customer into a segment",
    Step.LABELS: "name the segments",
    Step.EMAILS: "write personal emails",
    Step.EXPORT: "write the files that other programs import",
}


def _file(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", metavar="FILE.segdesk", help="the project file")
    command.add_argument("--json", action="store_true", help="print the figures as JSON")


def _connect(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--source",
        metavar="sample|DIR|bigquery:PROJECT.DATASET",
        help="the built-in sample, a folder or file, or a dataset",
    )
    command.add_argument("--customers", type=_positive, metavar="N", help="size of the built-in sample")
    _once(command, "--recipe", choices=("thelook", "ga360", "custom"))
    _seed_option(command)


def _features(command: argparse.ArgumentParser) -> None:
    _once(command, "--recipe", choices=("thelook", "ga360", "custom"))
    command.add_argument("--mode", choices=("careful", "notebook"))
    command.add_argument("--sql", metavar="FILE", help="a GoogleSQL query (custom)")
    command.add_argument("--table", metavar="NAME", help="a table of the source (custom)")
    command.add_argument("--key", metavar="COLUMN", help="the customers' key")
    _once(command, "--features", type=options.names, metavar="A,B,C", help="the features to cluster on")
    command.add_argument("--as-of", dest="as_of", type=_day, metavar="YYYY-MM-DD")
    command.add_argument(
        "--from", dest="date_from", type=_day, metavar="YYYY-MM-DD", help="first day (ga360)"
    )
    command.add_argument("--to", dest="date_to", type=_day, metavar="YYYY-MM-DD", help="last day (ga360)")
    command.add_argument("--country", metavar="NAME", help="only visitors from there (ga360)")
    command.add_argument("--purchase", metavar="CONDITION", help="GoogleSQL test on a hit (ga360)")
    command.add_argument("--crm", metavar="FILE", help="what a CRM knows, one row per customer")
    command.add_argument(
        "--rows", type=_positive, metavar="N", help="the most customers to bring here (BigQuery)"
    )


def _sweep(command: argparse.ArgumentParser) -> None:
    _once(command, "--features", type=options.names, metavar="A,B,C", help="the features to cluster on")
    engine_options.add(command)
    command.add_argument(
        "--k", type=options.k_range, metavar="LOW:HIGH|K", help="a range such as 2:22, or one number"
    )
    command.add_argument(
        "--listing", type=int, choices=(1, 2), help="which of the document's sweeps (notebook mode)"
    )
    command.add_argument("--starts", type=_positive, metavar="N", help="k-means starts for each k")
    command.add_argument(
        "--silhouette-rows",
        dest="silhouette_rows",
        type=_count,
        metavar="N",
        help="customers drawn for the silhouette; 0 means all",
    )
    command.add_argument(
        "--exact-silhouettes-up-to",
        dest="exact_silhouettes_up_to",
        type=_count,
        metavar="N",
        help="customers up to which none are drawn, unless --silhouette-rows is given",
    )
    command.add_argument(
        "--exact-as-scikit-learn",
        dest="like_scikit_learn",
        choices=("yes", "no"),
        nargs="?",
        const="yes",
        help="fit each k by scikit-learn's KMeans on its own, which takes longer",
    )
    _seed_option(command)


def _clusters(command: argparse.ArgumentParser) -> None:
    command.add_argument("--choose", type=options.choice, metavar="combined|silhouette|davies-bouldin|N")
    command.add_argument(
        "--bootstraps", type=_count, metavar="N", help="samples for the stability; 0 means none"
    )


def _labels(command: argparse.ArgumentParser) -> None:
    command.add_argument("--labels", metavar="FILE", help="names and designations by segment")
    command.add_argument(
        "--label",
        action="append",
        type=options.name_of_segment,
        metavar="SEGMENT=NAME",
        help="the name of one segment; may be given several times",
    )
    command.add_argument("--label-writer", choices=("rules", "bigquery"), help="who names the others")
    _model(command)


def _emails(command: argparse.ArgumentParser) -> None:
    writers = ("templates", "bigquery", *writer_options.LATER_WRITERS)
    command.add_argument("--writer", choices=writers, help="who writes the emails")
    _model(command)
    command.add_argument("--emails", type=_count, metavar="N")
    command.add_argument("--languages", metavar="FILE", help="country to language")
    command.add_argument(
        "--email-segments",
        dest="email_segments",
        type=options.names,
        metavar="SEGMENT,...",
        help="only customers of these segments",
    )
    command.add_argument(
        "--email-languages",
        dest="email_languages",
        type=options.names,
        metavar="en,fr,...",
        help="only customers who are written to in these languages",
    )


def _model(command: argparse.ArgumentParser) -> None:
    for name, about in writer_options.MODEL_OPTIONS.items():
        _once(command, name, **about)


def _export(command: argparse.ArgumentParser) -> None:
    command.add_argument("--formats", type=options.formats, metavar="ga360|none")
    command.add_argument("--ga360-key", dest="ga360_key", metavar="ga:clientId|ga:userId|ga:dimensionN")
    command.add_argument(
        "--ga360-map", dest="ga360_map", type=options.mapping, metavar="segment=ga:dimension1,..."
    )
    command.add_argument("--out", metavar="DIR", help="where the files go")


def _bigquery(command: argparse.ArgumentParser) -> None:
    group = command.add_argument_group("in BigQuery")
    group.add_argument(
        "--billing-project", dest="billing_project", metavar="PROJECT", help="pays, and holds what is made"
    )
    group.add_argument("--location", metavar="NAME", help="of the datasets, for instance EU")
    group.add_argument("--dataset", metavar="NAME", help="where tables, views and models are made")
    group.add_argument("--prefix", metavar="TEXT", help="stands before their names")
    group.add_argument(
        "--byte-cap", dest="byte_cap", metavar="SIZE", help="most that a statement may bill: 100GB, 1.5TiB"
    )
    group.add_argument("--budget", metavar="DOLLARS", help="most that the project may cost")
    group.add_argument("--yes", action="store_true", help="go on where more would be billed")


def _clean_up(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "target", metavar="FILE.segdesk|bigquery:PROJECT[.DATASET]", help="what a project made, or all there"
    )
    command.add_argument("--delete", action="store_true", help="delete what is listed, after asking")
    command.add_argument("--yes", action="store_true", help="without asking")
    command.add_argument("--json", action="store_true", help="print the list as JSON")


_OPTIONS = {
    Step.CONNECT: _connect,
    Step.FEATURES: _features,
    Step.SWEEP: _sweep,
    Step.CLUSTERS: _clusters,
    Step.LABELS: _labels,
    Step.EMAILS: _emails,
    Step.EXPORT: _export,
}


def _once(command: argparse.ArgumentParser, name: str, **rest: object) -> None:
    """Add an option that several steps read, where `run` has it already."""
    if name not in command._option_string_actions:
        command.add_argument(name, **rest)  # type: ignore[arg-type]  # argparse types every keyword apart


def _seed_option(command: argparse.ArgumentParser) -> None:
    _once(command, "--seed", type=_seed, metavar="N", help="seed of everything random")


def _positive(text: str) -> int:
    number = _count(text)
    if number == 0:
        raise argparse.ArgumentTypeError("at least 1 is needed")
    return number


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f"{text} is not a whole number")
    return int(text)


def _seed(text: str) -> int:
    number = _count(text)
    if number >= 2**32:
        raise argparse.ArgumentTypeError(f"{text} is too large; seeds end at {2**32 - 1}")
    return number


def _day(text: str) -> date | str:
    """Read a day; nothing stays nothing, which takes the setting back."""
    try:
        return date.fromisoformat(text) if text else ""
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a date such as 2026-06-30") from None
