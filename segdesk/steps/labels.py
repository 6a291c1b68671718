"""Labels: give every segment a name and a sentence, by rule or by hand."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from segdesk.clustering.kmeans import means
from segdesk.clustering.matching import match
from segdesk.clustering.matrix import Pipeline
from segdesk.errors import InputError
from segdesk.project import customers, freshness
from segdesk.project.file import Project, quoted
from segdesk.project.freshness import Step
from segdesk.project.settings import RecipeName, Settings
from segdesk.steps import feature_table, prepared
from segdesk.steps.clusters import SET_ASIDE
from segdesk.steps.recording import recorded
from segdesk.tasks.task import Task
from segdesk.warehouse.recipes import Kind, Role
from segdesk.writing.designations import Last
from segdesk.writing.facts import SegmentFacts, Tone
from segdesk.writing.labels import GivenLabel, case_statement, read_labels
from segdesk.writing.naming import name_segments

BY_HAND, BY_RULE = "hands-on", "rules"


@dataclass(frozen=True)
class Label:
    """A segment's name in the project.

    Attributes
    ----------
    source
        Who gave it: ``hands-on`` or ``rules``.
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
    """Name every segment: by the file that a person gave, by the names of before, or by the rules."""
    with recorded(project, Step.LABELS, settings) as run_:
        task.progress(0, 1, "Naming the segments")
        facts = segment_facts(project)
        segments = [fact.segment for fact in facts]
        by_hand = _by_hand(project, settings, segments)
        found = _with_rules(facts, by_hand, _counted_from(settings))
        with project.transaction():
            _keep(project, found)
            run_.finish(rows=len(found), inputs=inputs(settings), warnings=_warnings(found, by_hand))
        task.progress(1, 1, f"{len(found)} names")
        given = [GivenLabel(label.segment, label.name, label.designation) for label in found]
        return Labelled(found, case_statement(given))


def inputs(settings: Settings) -> str:
    """Return the fingerprint of the labels file, empty where there is none."""
    if settings.labels.file is None:
        return ""
    try:
        return hashlib.sha256(Path(settings.labels.file).read_bytes()).hexdigest()
    except OSError as error:
        raise InputError(
            f"{settings.labels.file} cannot be read", error.strerror or "", "Check the name"
        ) from error


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
    table = customers.table_name(project)
    assert table is not None
    average = project.read(
        "SELECT "
        + ", ".join(f"avg({quoted(f.name)}) AS {quoted(f.name)}" for f in numbers)
        + f" FROM {quoted(table)}"
    ).to_pylist()[0]
    rows = project.read("SELECT * FROM centroid_data ORDER BY position").to_pylist()
    return tuple(
        SegmentFacts(
            segment=row["segment"],
            size=row["size"],
            share=row["share"],
            never_bought=row["segment"] == SET_ASIDE,
            values={role: row[f.name] for role, f in by_role.items() if row[f.name] is not None},
            average={role: average[f.name] for role, f in by_role.items() if average[f.name] is not None},
            affinities={
                f.title: 100 * row[f.name] / average[f.name]
                for f in numbers
                if f.role is Role.AFFINITY and row[f.name] is not None and average[f.name]
            },
            recency_unit=recency.unit if recency and recency.unit == "months" else "days",
        )
        for row in rows
    )


def _by_hand(project: Project, settings: Settings, segments: Sequence[str]) -> Mapping[str, Label]:
    """Return the names that a person gave.

    A file counts by segment number when it is new, or when the segments are those it was written for.
    After another clustering the numbers mean something else: then each name follows its segment.
    """
    kept = freshness.result(project, Step.LABELS)
    before = {label.segment: label for label in stored(project) if label.source == BY_HAND}
    moved = _moved(project)
    if settings.labels.file and (
        kept is None or kept.inputs != inputs(settings) or moved is None or not before
    ):
        return _from_file(Path(settings.labels.file), segments)
    if moved is None:
        return before
    return {
        new: Label(new, old.name, old.designation, old.tone, BY_HAND, old.accepted, followed=old.segment)
        for new, old in ((moved[segment], label) for segment, label in before.items() if segment in moved)
    }


def _from_file(path: Path, segments: Sequence[str]) -> Mapping[str, Label]:
    given = read_labels(path)
    for label in given:
        if label.segment not in segments:
            raise InputError(
                f"{path.name} names {label.segment}",
                f"the segments are {', '.join(segments)}",
                "Correct the file, or sweep with the number of segments that it was written for",
            )
    return {
        g.segment: Label(g.segment, g.name, g.designation, Tone.MOTIVATING, BY_HAND, accepted=True)
        for g in given
    }


def _moved(project: Project) -> Mapping[str, str] | None:
    """Return where the segments of the last labelling went: old name to new name; None if they stayed.

    Old and new centers are compared in the space of the old pipeline, on today's customers.
    """
    old = project.row("SELECT pipeline, segments, centers FROM labelled")
    new = project.row("SELECT pipeline, segments, centers FROM clustering")
    assert new is not None
    if old is None or old == new:
        return None
    pipeline = Pipeline.from_json(old[0])
    names = [plan.name for plan in pipeline.plans]
    if not set(names) <= set(customers.columns(project)):
        return {}  # other customers altogether
    key = quoted(customers.key_name(project))
    table = customers.read(project, names, prepared.buyers(project))
    everyone = project.read(f"SELECT segment FROM segments WHERE segment <> ? ORDER BY {key}", [SET_ASIDE])
    place = {segment: number for number, segment in enumerate(new[1])}
    labels = np.array([place[s] for s in everyone.column(0).to_pylist()], np.int32)
    centers = means(pipeline.transform(table), labels, len(new[1]))
    found = match(np.array(old[2], np.float64), centers)
    moved = {old[1][pair.old]: new[1][pair.new] for pair in found.pairs}
    return {**moved, SET_ASIDE: SET_ASIDE}


def _counted_from(settings: Settings) -> Last:
    """Return what the recipe's recency counts from."""
    known = {RecipeName.THELOOK: Last.ORDER, RecipeName.GA360: Last.VISIT}
    return known.get(settings.features.recipe, Last.ACTIVITY)


def _with_rules(facts: Sequence[SegmentFacts], by_hand: Mapping[str, Label], last: Last) -> tuple[Label, ...]:
    """Name by rule what nobody named by hand; the tone always comes from the figures."""
    reserved = [label.name for label in by_hand.values()]
    names = {name.segment: name for name in name_segments(facts, last=last, reserved=reserved)}
    labels = []
    for fact in facts:
        rule = names[fact.segment]
        hand = by_hand.get(fact.segment)
        if hand:
            designation = hand.designation or rule.designation
            labels.append(
                Label(hand.segment, hand.name, designation, rule.tone, BY_HAND, hand.accepted, hand.followed)
            )
        else:
            labels.append(
                Label(rule.segment, rule.name, rule.designation, rule.tone, BY_RULE, accepted=False)
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
    project.connection.execute("DELETE FROM labelled")
    project.connection.execute("INSERT INTO labelled SELECT pipeline, segments, centers FROM clustering")


def _warnings(found: Sequence[Label], by_hand: Mapping[str, Label]) -> tuple[str, ...]:
    """Say which names moved with their segment, and which segments the file leaves to the rules."""
    moved = [
        f"{b.name} ({b.followed} before, {b.segment} now)"
        for b in found
        if b.followed not in (None, b.segment)
    ]
    ruled = [label.segment for label in found if label.source == BY_RULE]
    warnings = []
    if moved:
        warnings.append(f"Names that followed their segment: {', '.join(moved)}")
    if by_hand and ruled:
        warnings.append(f"Named by rule, as no name was given: {', '.join(ruled)}")
    return tuple(warnings)
