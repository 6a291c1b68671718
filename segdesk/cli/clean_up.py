"""What segdesk has left in BigQuery: a list first, and on request it goes."""

import argparse
import json
from collections.abc import Sequence
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any

from segdesk.cli.asking import asked, someone_is_there
from segdesk.cli.progress import shown
from segdesk.cli.summary import table
from segdesk.errors import UsageError, WarehouseError
from segdesk.project.file import Project
from segdesk.steps import clean_up
from segdesk.tasks.task import Task
from segdesk.warehouse.bigquery.amounts import dollars_in_words, size_in_words
from segdesk.warehouse.bigquery.found import Deleted, Found, Inventory, of_project
from segdesk.warehouse.bigquery.place import is_bigquery


def run(given: argparse.Namespace, task: Task) -> None:
    """List what is there, and delete it where that was asked for and agreed to.

    Raises
    ------
    WarehouseError
        If something could not be deleted.
    """
    if given.yes and not given.delete:
        raise UsageError("--yes is an answer to --delete", "nothing is deleted without it", "Add it")
    anywhere = is_bigquery(given.target)
    with nullcontext() if anywhere else closing(Project.open(Path(given.target))) as project:
        with shown() as listener:
            listener.step("clean-up")
            task.on_progress = listener.progress
            inventory = clean_up.look(project, task) if project else clean_up.look_at(given.target, task)
        ours = of_project(inventory) if project else inventory.found
        if not given.json:
            _print_list(inventory, ours, given.target)
        deleted = Deleted()
        if given.delete and ours:
            _need_agreement(given, ours, task)
            with shown() as listener:
                listener.step("clean-up")
                task.on_progress = listener.progress
                deleted = (
                    clean_up.clear(project, ours, task)
                    if project
                    else clean_up.clear_at(given.target, ours, task)
                )
    _print_end(given, inventory, ours, deleted)
    task.check()
    if deleted.left:
        raise WarehouseError(f"{len(deleted.left)} of {len(ours)} could not be deleted")


def _need_agreement(given: argparse.Namespace, ours: Sequence[Found], task: Task) -> None:
    if given.yes:
        return
    if not someone_is_there():
        raise WarehouseError("Nothing is deleted", "there is nobody to ask", "Add --yes")
    if asked(f"Delete {_count(ours)}? This cannot be undone. [y/N]: ", task) not in ("y", "yes"):
        raise WarehouseError("Nothing is deleted", "the answer was no", "")


def _print_list(inventory: Inventory, ours: Sequence[Found], target: str) -> None:
    if inventory.found:
        heading = ("kind", "rows", "size", "a month", "made (UTC)", "of this project", "path")
        rows = [heading, *(_row(each) for each in inventory.found)]
        print(table([row[:5] + row[6:] for row in rows] if is_bigquery(target) else rows))
        size, cost = sum(each.bytes or 0 for each in ours), sum(each.monthly_cost or 0 for each in ours)
        print(f"{_count(ours)}: {size_in_words(size)}, which cost {dollars_in_words(cost)} a month to keep.")
    else:
        where = f" in {', '.join(inventory.places)}" if inventory.places else ""
        print(f"There is nothing of segdesk's{where}.")
    for note in inventory.notes:
        print(f"note: {note}")
    others = (
        {each.dataset or each.path for each in inventory.found} if len(ours) < len(inventory.found) else ()
    )
    for dataset in sorted(others):
        print(f"What other projects made there: segdesk clean-up bigquery:{dataset}")


def _print_end(
    given: argparse.Namespace, inventory: Inventory, ours: Sequence[Found], deleted: Deleted
) -> None:
    if given.json:
        print(json.dumps(_document(given, inventory, ours, deleted), indent=2, ensure_ascii=False))
        return
    for left in deleted.left:
        print(f"Not deleted: {left.found.path}: {left.reason}")
    if given.delete and ours:
        print(f"Deleted {_count(deleted.gone)}.")
    elif ours:
        print(f"To delete them: segdesk clean-up {given.target} --delete")


def _document(
    given: argparse.Namespace, inventory: Inventory, ours: Sequence[Found], deleted: Deleted
) -> dict[str, Any]:
    reasons = {left.found: left.reason for left in deleted.left}
    return {
        "target": given.target,
        "places": inventory.places,
        "objects": [
            {
                "path": each.path,
                "kind": each.kind,
                "rows": each.rows,
                "bytes": each.bytes,
                "made": each.made.isoformat() if each.made else None,
                "monthly_cost": each.monthly_cost,
                "known": each.known,
                "would_delete": each in ours,
                "deleted": each in deleted.gone,
                "reason": reasons.get(each),
            }
            for each in inventory.found
        ],
        "bytes": sum(each.bytes or 0 for each in ours),
        "monthly_cost": sum(each.monthly_cost or 0 for each in ours),
        "notes": inventory.notes,
    }


def _row(found: Found) -> tuple[str, ...]:
    return (
        found.kind,
        "" if found.rows is None else f"{found.rows:,}",
        "" if found.bytes is None else size_in_words(found.bytes),
        "" if found.monthly_cost is None else dollars_in_words(found.monthly_cost),
        f"{found.made:%Y-%m-%d %H:%M}" if found.made else "",
        "yes" if found.known else "no",
        found.path,
    )


def _count(found: Sequence[Found]) -> str:
    return "1 object" if len(found) == 1 else f"{len(found)} objects"
