"""Names for segments by a language model in BigQuery: asked for those that no person named."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from segdesk.project.file import Project
from segdesk.project.settings import Mode, Settings
from segdesk.steps import feature_table, model_answers
from segdesk.steps.clusters import SET_ASIDE
from segdesk.tasks.task import Task
from segdesk.warehouse.base import Tokens
from segdesk.warehouse.recipes import Kind
from segdesk.writing.bigquery_ai import LABELS, Answer, Outcome
from segdesk.writing.facts import SegmentFacts
from segdesk.writing.label_prompts import (
    Category,
    Figure,
    SegmentFigures,
    careful_label_prompt,
    notebook_label_prompt,
)
from segdesk.writing.labels import GivenLabel
from segdesk.writing.model_labels import Suggested, checked


@dataclass(frozen=True)
class Asked:
    """What came of asking.

    Attributes
    ----------
    labels
        The names that can be used, by segment.
    answers
        What became of every request.
    warnings
        Why some segments are left to the rules.
    """

    labels: Mapping[str, GivenLabel]
    answers: tuple[Answer, ...] = ()
    warnings: tuple[str, ...] = ()


def asked(
    project: Project,
    settings: Settings,
    facts: Sequence[SegmentFacts],
    by_hand: Mapping[str, GivenLabel],
    task: Task,
    *,
    run: int,
) -> Asked:
    """Ask for the names of all segments that have none by hand.

    Customers who never bought are what the rules call them, so nobody is asked about those.

    Parameters
    ----------
    run
        Number of the run that the costs belong to.
    """
    prompts = _prompts(project, settings, _unnamed(facts, by_hand))
    found = model_answers.answers(project, settings, LABELS, prompts, task, run=run).values()
    suggested = _checked(found, [label.name for label in by_hand.values() if label.name])
    warnings = (*model_answers.failure_notes(found), *_fault_notes(suggested))
    return Asked(suggested.labels, tuple(found), warnings)


def expected_tokens(
    project: Project,
    settings: Settings,
    facts: Sequence[SegmentFacts],
    by_hand: Mapping[str, GivenLabel],
) -> Tokens | None:
    """Return what the model would read and write at most; None where it has nothing to do."""
    prompts = _prompts(project, settings, _unnamed(facts, by_hand))
    return model_answers.expected_tokens(project, settings, LABELS, prompts)


def _unnamed(facts: Sequence[SegmentFacts], by_hand: Mapping[str, GivenLabel]) -> list[SegmentFacts]:
    """Return the segments that nobody named by hand."""
    named = {segment for segment, label in by_hand.items() if label.name}
    return [fact for fact in facts if fact.segment not in named]


def known(project: Project, settings: Settings, facts: Sequence[SegmentFacts]) -> Mapping[str, GivenLabel]:
    """Return the names that the model gave before, without asking it: whoever has which name by now."""
    prompts = _prompts(project, settings, facts)
    found = model_answers.known(project, settings, LABELS, prompts)
    return _checked([found[segment] for segment in prompts if segment in found], ()).labels


def _checked(found: Collection[Answer], taken: Collection[str]) -> Suggested:
    return checked({a.key: a.texts for a in found if a.outcome is Outcome.DONE}, taken)


def _prompts(project: Project, settings: Settings, facts: Sequence[SegmentFacts]) -> dict[str, str | None]:
    prompt = notebook_label_prompt if settings.features.mode is Mode.NOTEBOOK else careful_label_prompt
    return {figures.segment: prompt(figures) for figures in _figures(project, settings, facts)}


def _figures(
    project: Project, settings: Settings, facts: Sequence[SegmentFacts]
) -> tuple[SegmentFigures, ...]:
    """Return what a model may know of each segment: the features that were clustered on."""
    used = feature_table.selected(project, settings.matrix)
    rows = project.rows(
        "SELECT segment, feature, category, mean, index_to_average FROM segment_profile ORDER BY ALL"
    )
    numbers = {(s, name): (mean, index) for s, name, category, mean, index in rows if category is None}
    return tuple(
        SegmentFigures(
            segment=fact.segment,
            size=fact.size,
            share=fact.share,
            figures=tuple(
                Figure(f.name, f.title, f.unit, *numbers.get((fact.segment, f.name), (None, None)))
                for f in used
                if f.kind is Kind.NUMBER
            ),
            categories=tuple(
                Category(f.title, category, mean, index)
                for f in used
                for segment, name, category, mean, index in rows
                if (segment, name) == (fact.segment, f.name) and category is not None and mean
            ),
        )
        for fact in facts
        if fact.segment != SET_ASIDE
    )


def _fault_notes(suggested: Suggested) -> tuple[str, ...]:
    if not suggested.faults:
        return ()
    listed = ", ".join(f"{segment} ({message})" for segment, message in suggested.faults.items())
    return (f"Named by rule, as the model's name cannot be used: {listed}",)
