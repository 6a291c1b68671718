"""Labels: give every segment a name and a sentence: by rule, by hand, or by a language model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from segdesk.project.file import Project
from segdesk.project.settings import RecipeName, Settings
from segdesk.project.step import Step
from segdesk.steps import feature_table, given_labels, model_answers, model_labels
from segdesk.steps.clusters import SET_ASIDE
from segdesk.steps.given_labels import Given
from segdesk.steps.model_labels import Asked
from segdesk.steps.recording import recorded
from segdesk.tasks.task import Task
from segdesk.warehouse.base import Tokens
from segdesk.warehouse.recipes import Kind, Role
from segdesk.writing.bigquery_ai import LABELS
from segdesk.writing.designations import Last
from segdesk.writing.facts import SegmentFacts, SegmentName, Tone
from segdesk.writing.labels import GivenLabel, case_statement
from segdesk.writing.naming import name_segments
from segdesk.writing.trait_names import Trait, name_by_traits

BY_HAND, BY_RULE, BY_MODEL = "hands-on", "rules", "bigquery"


@dataclass(frozen=True)
class Label:
    """A segment's name in the project.

    Attributes
    ----------
    source
        Who gave it: ``hands-on``, ``rules`` or ``bigquery``.
    accepted
        Whether a person stands behind it.
    followed
        The segment of the clustering before that the name came from, None where it did not move.
    """

    segment: str
    name: str
    designation: str
    tone: Tone
    source: str
    accepted: bool
    followed: str | None = None


@dataclass(frozen=True)
class Labelled:
    """The names, and the documents' CASE statement that gives them."""

    labels: tuple[Label, ...]
    case: str


def run(project: Project, settings: Settings, task: Task) -> Labelled:
    """Name every segment: as a person said, as a language model suggests where one is asked, or by rule."""
    with recorded(project, Step.LABELS, settings) as run_:
        task.progress(0, 1, "Naming the segments")
        facts = segment_facts(project)
        segments = [fact.segment for fact in facts]
        given = given_labels.given(project, settings, segments)
        given_labels.remember(project, settings, given)
        by_hand = given.by_segment()
        asked = Asked({})
        if settings.labels.writer == "bigquery":
            asked = model_labels.asked(project, settings, facts, by_hand, task, run=run_.number)
        reserved = [label.name for label in (*by_hand.values(), *asked.labels.values()) if label.name]
        found = _named(by_rule(project, settings, facts, reserved), by_hand, asked.labels)
        warnings = (*_warnings(settings, given, found), *asked.warnings)
        with project.transaction():
            _keep(project, found)
            model_answers.keep_outcomes(project, LABELS, asked.answers)
            run_.finish(rows=len(found), inputs=inputs(settings), warnings=warnings)
        task.progress(1, 1, f"{len(found)} names")
        return Labelled(found, case_of(found))


def expected_tokens(project: Project, settings: Settings) -> Tokens | None:
    """Return what the language model would read and write at most; None where it has nothing to do."""
    if settings.labels.writer != "bigquery":
        return None
    facts = segment_facts(project)
    given = given_labels.given(project, settings, [fact.segment for fact in facts])
    return model_labels.expected_tokens(project, settings, facts, given.by_segment())


def inputs(settings: Settings) -> str:
    """Return the fingerprint of the labels file, empty where there is none."""
    return given_labels.inputs(settings)


def case_of(labels: Sequence[Label]) -> str:
    """Return the documents' CASE statement that gives the names."""
    return case_statement(GivenLabel(label.segment, label.name) for label in labels)


def stored(project: Project) -> tuple[Label, ...]:
    """Return the names that the project holds."""
    rows = project.rows(
        "SELECT segment, name, designation, tone, source, accepted, followed FROM labels ORDER BY segment"
    )
    return tuple(Label(s, n, d, Tone(t), source, accepted, f) for s, n, d, t, source, accepted, f in rows)


def segment_facts(project: Project) -> tuple[SegmentFacts, ...]:
    """Return what names can be made of, the segments in the order of their value."""
    features = feature_table.load(project)
    numbers = [f for f in features if f.kind is Kind.NUMBER]
    by_role = {f.role: f for f in reversed(numbers) if f.role not in (Role.AFFINITY, Role.OTHER)}
    recency = by_role.get(Role.RECENCY)
    # The profile knows the means: another look at all customers would make renaming a segment slow.
    average = dict(project.rows("SELECT name, mean FROM feature_profile"))
    centroids = {row["segment"]: row for row in project.read("SELECT * FROM centroid_data").to_pylist()}
    summary = project.rows("SELECT segment, size, share FROM segment_summary ORDER BY position")
    return tuple(
        SegmentFacts(
            segment=segment,
            size=size,
            share=share,
            never_bought=segment == SET_ASIDE,
            values={role: row[f.name] for role, f in by_role.items() if row[f.name] is not None},
            average={role: average[f.name] for role, f in by_role.items() if average[f.name] is not None},
            affinities={
                f.title: 100 * row[f.name] / average[f.name]
                for f in numbers
                if f.role is Role.AFFINITY and row[f.name] is not None and average[f.name]
            },
            recency_unit=recency.unit if recency and recency.unit == "months" else "days",
        )
        for segment, size, share in summary
        for row in (centroids[segment],)
    )


def by_rule(
    project: Project, settings: Settings, facts: Sequence[SegmentFacts], reserved: Sequence[str]
) -> Mapping[str, SegmentName]:
    """Return the names that the rules give, by what the recipe knows of its features."""
    if settings.features.recipe is RecipeName.CUSTOM:
        names = name_by_traits(traits(project, settings, facts), reserved=reserved)
    else:
        last = Last.VISIT if settings.features.recipe is RecipeName.GA360 else Last.ORDER
        names = name_segments(facts, last=last, reserved=reserved)
    return {name.segment: name for name in names}


def suggestions(
    project: Project, settings: Settings, facts: Sequence[SegmentFacts]
) -> dict[str, frozenset[str]]:
    """Return segment to the names that were or would be suggested for it; nobody is asked for them."""
    modelled: Mapping[str, GivenLabel] = {}
    if settings.labels.writer == "bigquery":
        modelled = model_labels.known(project, settings, facts)
    ruled = by_rule(project, settings, facts, ()) if facts else {}
    return {
        segment: frozenset({rule.name, *(each.name for s, each in modelled.items() if s == segment)})
        for segment, rule in ruled.items()
    }


def traits(
    project: Project, settings: Settings, facts: Sequence[SegmentFacts]
) -> Mapping[str, Sequence[Trait]]:
    """Return how each number that is clustered on stands out in each segment."""
    used = {f.name for f in feature_table.selected(project, settings.matrix) if f.kind is Kind.NUMBER}
    rows = project.rows(
        "SELECT s.segment, s.feature, s.mean, p.mean, s.z_score FROM segment_profile AS s"
        " JOIN feature_profile AS p ON p.name = s.feature"
        " WHERE s.z_score IS NOT NULL AND p.mean IS NOT NULL"
    )
    found: dict[str, list[Trait]] = {fact.segment: [] for fact in facts}
    for segment, feature, mean, average, z in rows:
        if feature in used:
            found[segment].append(Trait(feature.replace("_", " "), mean, average, z))
    return found


def _named(
    ruled: Mapping[str, SegmentName],
    by_hand: Mapping[str, GivenLabel],
    by_model: Mapping[str, GivenLabel],
) -> tuple[Label, ...]:
    """Name by the model, or else by rule, what nobody named by hand; the tone comes from the figures."""
    nothing = GivenLabel("", "")
    labels = []
    for segment, rule in ruled.items():
        hand, model = by_hand.get(segment), by_model.get(segment, nothing)
        own = hand or nothing
        labels.append(
            Label(
                segment=segment,
                name=own.name or model.name or rule.name,
                designation=own.designation or model.designation or rule.designation,
                tone=rule.tone,
                source=BY_HAND if own.name else BY_MODEL if model.name else BY_RULE,
                accepted=bool(own.name),
                followed=hand.segment if hand else None,
            )
        )
    return tuple(labels)


def _keep(project: Project, found: Sequence[Label]) -> None:
    text = pa.string()
    project.fill(
        "labels",
        pa.table(
            {
                "segment": pa.array([label.segment for label in found], text),
                "name": pa.array([label.name for label in found], text),
                "designation": pa.array([label.designation for label in found], text),
                "tone": pa.array([label.tone.value for label in found], text),
                "source": pa.array([label.source for label in found], text),
                "accepted": pa.array([label.accepted for label in found], pa.bool_()),
                "followed": pa.array([label.followed for label in found], text),
            }
        ),
    )


def _warnings(settings: Settings, given: Given, found: Sequence[Label]) -> tuple[str, ...]:
    """Say which names moved with their segment, which lost theirs, and what is left to the rules."""
    moved = [
        f"{label.name} ({label.followed} before, {label.segment} now)"
        for label in found
        if label.source == BY_HAND and label.followed != label.segment
    ]
    # On screen it is plain to see which names are whose, and a model is asked for the others.
    by_rule_alone = not settings.labels.clustering and settings.labels.writer == "rules"
    named = by_rule_alone and any(label.name for label in given.labels)
    ruled = [label.segment for label in found if label.source == BY_RULE]
    sentences = (
        moved and f"Names that followed their segment: {', '.join(moved)}",
        given.lost and f"No segment is like the one that was named: {', '.join(given.lost)}",
        named and ruled and f"Named by rule, as no name was given: {', '.join(ruled)}",
    )
    return tuple(sentence for sentence in sentences if sentence)
