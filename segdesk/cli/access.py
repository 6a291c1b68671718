"""Signing in and out of Google Cloud, and checking what the account may do there."""

import argparse
import json
import sys
import webbrowser
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from segdesk.errors import SignInNeeded, WarehouseError
from segdesk.project.file import Project
from segdesk.tasks.task import Task
from segdesk.warehouse import credentials
from segdesk.warehouse.bigquery.check import Check, State
from segdesk.warehouse.credentials import Method, Reach, SignedIn

_WITH = {
    Method.ADC: "application default credentials",
    Method.OAUTH: "the browser",
    Method.KEY: "a service account's key",
}
_MARKS = {State.OK: "ok", State.MISSING: "MISSING", State.UNKNOWN: "not known"}


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", epilog: str) -> None:
    """Add the commands to the command line's parser."""
    sign_in = commands.add_parser(
        "sign-in", help="sign in to Google Cloud, for BigQuery", epilog=epilog, allow_abbrev=False
    )
    way = sign_in.add_mutually_exclusive_group()
    way.add_argument(
        "--adc", action="store_true", help="what gcloud auth application-default login left (the default)"
    )
    way.add_argument(
        "--oauth-client",
        dest="oauth_client",
        metavar="FILE",
        help="a Google account in the browser, by the JSON file of an OAuth client of the type Desktop app",
    )
    way.add_argument("--key", metavar="FILE", help="the key file of a service account")
    sign_in.add_argument(
        "--cloud-platform",
        dest="cloud_platform",
        action="store_true",
        help="in the browser, ask for all of Google Cloud: to check roles, to ask models in your own name",
    )
    sign_in.add_argument(
        "--timeout", type=float, default=300.0, metavar="SECONDS", help="how long to wait for the browser"
    )
    commands.add_parser(
        "sign-out", help="forget the sign-in to Google Cloud", epilog=epilog, allow_abbrev=False
    )
    check = commands.add_parser(
        "check-access",
        help="what the account may do in BigQuery, and what is missing",
        epilog=epilog,
        allow_abbrev=False,
    )
    check.add_argument("file", metavar="FILE.segdesk", help="the project file")
    check.add_argument(
        "--create", action="store_true", help="make what is missing, as far as the account may"
    )
    check.add_argument("--json", action="store_true", help="print the checks as JSON")


def sign_in(given: argparse.Namespace, task: Task) -> None:
    """Sign in, and say how."""
    if given.key:
        done = credentials.sign_in_with_key(Path(given.key))
    elif given.oauth_client:
        done = _by_browser(Path(given.oauth_client), given, task)
    else:
        done = _by_default(given, task)
    who = f" as {done.account}" if done.account else ""
    print(f"Signed in{who}, with {_WITH[done.method]}.")
    _print_notes(done.notes)


def sign_out() -> None:
    """Sign out, and say what is left."""
    notes = credentials.sign_out()
    print("Signed out.")
    _print_notes(notes)


def check_access(given: argparse.Namespace, task: Task) -> None:
    """Print what the project's settings need in BigQuery.

    Raises
    ------
    WarehouseError
        If something is missing without which the work would fail.
    """
    from segdesk.steps import access

    with Project.open(Path(given.file)) as project:
        checks = access.check(project)
        if given.create and (makeable := [each for each in checks if _makeable(each)]):
            for each in makeable:
                _make(project, each, task)
            checks = access.check(project)
    if given.json:
        print(json.dumps([asdict(each) for each in checks], indent=2))
    else:
        print("\n".join(line for each in checks for line in _lines(each)))
    if missing := [each for each in checks if each.in_the_way]:
        raise WarehouseError(
            "Access is not complete",
            f"missing: {', '.join(f'{each.need} ({each.subject})' for each in missing)}",
            "Hand the lines above to an administrator, or run segdesk check-access --create",
        )


def _by_default(given: argparse.Namespace, task: Task) -> SignedIn:
    """Sign in with application default credentials, or the way it was done last where there are none."""
    try:
        return credentials.sign_in_by_default()
    except SignInNeeded:
        client_file = credentials.client_file()
        if given.adc or client_file is None:
            raise
    return _by_browser(client_file, given, task)


def _by_browser(client_file: Path, given: argparse.Namespace, task: Task) -> SignedIn:
    return credentials.sign_in_with_browser(
        client_file,
        task,
        show=lambda page: print(f"Sign in on this page: {page}", file=sys.stderr, flush=True),
        open_browser=webbrowser.open,
        reach=Reach.CLOUD_PLATFORM if given.cloud_platform else Reach.BIGQUERY,
        seconds=given.timeout,
    )


def _make(project: Project, wanted: Check, task: Task) -> None:
    """Make one thing; what cannot be made is said, and does not stop the others."""
    from segdesk.steps import access

    print(f"Making {wanted.need} {wanted.subject}", file=sys.stderr)
    try:
        access.create(project, wanted, task)
    except WarehouseError as error:
        print(f"  {error}", file=sys.stderr)


def _print_notes(notes: tuple[str, ...]) -> None:
    for note in notes:
        print(f"  note: {note}.")


def _makeable(check: Check) -> bool:
    return check.state is State.MISSING and check.can_create


def _lines(check: Check) -> Iterator[str]:
    found = f": {check.found}" if check.found else ""
    yield f"{_MARKS[check.state]:9}  {check.need} {check.subject}, {check.purpose}{found}"
    if check.state is not State.OK:
        if check.role:
            yield f"{'':11}role: {check.role}"
        for line in check.remedy:
            yield f"{'':11}{line}"
