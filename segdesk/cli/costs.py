"""What BigQuery has cost a project, as text for a terminal."""

import argparse
import json
from pathlib import Path

from segdesk.cli.summary import table
from segdesk.project.file import Project
from segdesk.project.ledger import Job
from segdesk.review.ahead import Ahead, ahead, to_run
from segdesk.review.costs import Costs, costs
from segdesk.warehouse.bigquery.amounts import dollars_in_words, size_in_words


def run(given: argparse.Namespace) -> None:
    """Print the jobs of a project, or what the next run would be billed for, and what may still be spent."""
    found: Costs | Ahead
    with Project.open(Path(given.file)) as project:
        if given.ahead:
            found = ahead(project, project.settings, to_run(project))
            text = _text_ahead(found)
        else:
            found = costs(project)
            text = _text(found)
    print(json.dumps(found.document(), indent=2, ensure_ascii=False) if given.json else text)


def _text_ahead(found: Ahead) -> str:
    blocks = []
    if found.items:
        rows = [
            (
                size_in_words(item.billed),
                f"{item.tokens:,}" if item.tokens else "",
                "not known" if item.cost is None else f"${item.cost:,.4f}",
                item.what,
            )
            for item in found.items
        ]
        blocks.append(table([("expected", "tokens", "cost", "what"), *rows]))
    total = f"The next run would cost about {dollars_in_words(found.cost)}"
    sentences = [f"{total} of the {dollars_in_words(found.left)} that may still be spent."]
    if found.later:
        steps = ", ".join(step.value for step in found.later)
        sentences.append(f"Not known before the steps ahead of them have run: {steps}.")
    blocks.append("\n".join(sentences))
    return "\n\n".join(blocks)


def _text(costs: Costs) -> str:
    blocks = []
    if costs.jobs:
        heading = ("started (UTC)", "seconds", "expected", "billed", "tokens", "expected", "cost", "", "what")
        blocks.append(table([heading, *(_row(job) for job in reversed(costs.jobs))]))
    blocks.append(
        f"Spent {dollars_in_words(costs.spent)} of a budget of {dollars_in_words(costs.budget)}, for "
        f"{size_in_words(costs.billed_bytes)}; one statement may bill {size_in_words(costs.byte_cap)}.\n"
        f"Prices as of {costs.prices_as_of}; yours go into {costs.own_prices}"
    )
    if costs.made:
        count = len(costs.made)
        blocks.append(f"{count} object{'s' if count > 1 else ''} in BigQuery: segdesk clean-up lists them")
    return "\n\n".join(blocks)


def _row(job: Job) -> tuple[str, ...]:
    return (
        f"{job.started:%Y-%m-%d %H:%M}",
        f"{job.seconds:.1f}",
        size_in_words(job.estimated_bytes),
        size_in_words(job.billed_bytes),
        f"{job.billed_tokens:,}" if job.billed_tokens else "",
        f"${job.estimated_cost:,.4f}",
        f"${job.cost:,.4f}",
        "" if job.outcome == "done" else job.outcome,
        job.what,
    )
