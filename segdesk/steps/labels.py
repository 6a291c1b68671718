"""Labels: give every segment a name and a sentence, by rule or by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from segdesk.clustering.kmeans import means
from segdesk.clustering.matching import match
from segdesk.clustering.matrix import Pipeline
from segdesk.errors import InputError
from segdesk.project import customers
from segdesk.project.file import Project, quoted
from segdesk.project.freshness import fingerprint
from segdesk.project.settings import RecipeName, Settings
from segdesk.project.step import Step
from segdesk.steps import feature_table, prepared
from segdesk.steps.clusters import SET_ASIDE
from segdesk.steps.outside import file_fingerprint
from segdesk.steps.recording import recorded
from segdesk.tasks.task import Task
from segdesk.warehouse.recipes import Kind, Role
from segdesk.writing.designations import Last
from segdesk.writing.facts import SegmentFacts, SegmentName, Tone
from segdesk.writing.labels import GivenLabel, case_statement, read_labels
from segdesk.writing.naming import name_segments
from segdesk.writing.trait_names import Trait, name_by_traits

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
        reserved = [label.name for label in by_hand.values()]
        found = _with_rules(_by_rule(project, settings, facts, reserved), by_hand)
        with project.transaction():
            _keep(project, found)
            run_.finish(rows=len(found), inputs=inputs(settings), warnings=_warnings(project, found))
        task.progress(1, 1, f"{len(found)} names")
        given = [GivenLabel(label.segment, label.name, label.designation) for label in found]
        return Labelled(found, case_statement(given))


def inputs(settings: Settings) -> str:
    """Return the fingerprint of the labels file, empty where there is none."""
    return file_fingerprint(settings.labels.file)


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


def _by_hand(project: Project, settings: Settings, segments: Sequence[str]) -> Mapping[str, Label]:
    """Return the names that a person gave, each for the segment that it belongs to now.

    What a person gives counts by number for the segments of that day, and is kept together with their
    centers. After another clustering the numbers mean something else: then each name follows its segment.
    """
    asked = fingerprint(settings.labels, inputs(settings))
    kept = project.row("SELECT inputs FROM given_labels_for")
    if kept is None or kept[0] != asked:
        _remember(project, asked, _given(settings, segments))
    given = {row[0]: row[1:] for row in project.rows("SELECT segment, name, designation FROM given_labels")}
    moved = _moved(project)
    return {
        moved[old]: Label(
            moved[old], name, designation, Tone.MOTIVATING, BY_HAND, accepted=True, followed=old
        )
        for old, (name, designation) in given.items()
        if old in moved
    }


def _given(settings: Settings, segments: Sequence[str]) -> Sequence[GivenLabel]:
    """Return what the file and the options say, the options last."""
    given: dict[str, GivenLabel] = {}
    if settings.labels.file:
        given = {label.segment: label for label in read_labels(Path(settings.labels.file))}
    given |= {segment: GivenLabel(segment, name) for segment, name in settings.labels.names}
    for segment in given:
        if segment not in segments:
            raise InputError(
                f"There is no segment {segment} to name",
                f"the segments are {', '.join(segments)}",
                "Correct the names, or sweep with the number of segments that they were written for",
            )
    return list(given.values())


def _remember(project: Project, asked: str, given: Sequence[GivenLabel]) -> None:
    """Keep what a person gave, with the segments that were meant."""
    with project.transaction() as connection:
        connection.execute("DELETE FROM given_labels")
        for label in given:
            values = [label.segment, label.name, label.designation]
            connection.execute("INSERT INTO given_labels VALUES (?, ?, ?)", values)
        connection.execute("DELETE FROM given_labels_for")
        connection.execute(
            "INSERT INTO given_labels_for SELECT ?, pipeline, segments, centers FROM clustering", [asked]
        )


def _moved(project: Project) -> Mapping[str, str]:
    """Return where the segments that were named went: old number to new number.

    Old and new centers are compared in the space of the old pipeline, on today's customers.
    """
    old = project.row("SELECT pipeline, segments, centers FROM given_labels_for")
    new = project.row("SELECT pipeline, segments, centers FROM clustering")
    assert old is not None
    assert new is not None
    if old == new:
        return {segment: segment for segment in (*old[1], SET_ASIDE)}
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
    return {SET_ASIDE: SET_ASIDE} | {old[1][pair.old]: new[1][pair.new] for pair in found.pairs}


def _by_rule(
    project: Project, settings: Settings, facts: Sequence[SegmentFacts], reserved: Sequence[str]
) -> Mapping[str, SegmentName]:
    """Return the names that the rules give, by what the recipe knows of its features."""
    if settings.features.recipe is RecipeName.CUSTOM:
        names = name_by_traits(_traits(project, settings, facts), reserved=reserved)
    else:
        last = Last.VISIT if settings.features.recipe is RecipeName.GA360 else Last.ORDER
        names = name_segments(facts, last=last, reserved=reserved)
    return {name.segment: name for name in names}


def _traits(
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


def _with_rules(names: Mapping[str, SegmentName], by_hand: Mapping[str, Label]) -> tuple[Label, ...]:
    """Name by rule what nobody named by hand; the tone always comes from the figures."""
    labels = []
    for segment, rule in names.items():
        hand = by_hand.get(segment)
        if hand:
            labels.append(replace(hand, designation=hand.designation or rule.designation, tone=rule.tone))
        else:
            labels.append(Label(segment, rule.name, rule.designation, rule.tone, BY_RULE, accepted=False))
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


def _warnings(project: Project, found: Sequence[Label]) -> tuple[str, ...]:
    """Say which names moved with their segment, which lost theirs, and what is left to the rules."""
    given = dict(project.rows("SELECT segment, name FROM given_labels"))
    kept = {label.followed for label in found if label.source == BY_HAND}
    moved = [
        f"{label.name} ({label.followed} before, {label.segment} now)"
        for label in found
        if label.source == BY_HAND and label.followed != label.segment
    ]
    lost = [name for segment, name in given.items() if segment not in kept]
    ruled = [label.segment for label in found if label.source == BY_RULE]
    sentences = (
        moved and f"Names that followed their segment: {', '.join(moved)}",
        lost and f"No segment is like the one that was named: {', '.join(lost)}",
        given and ruled and f"Named by rule, as no name was given: {', '.join(ruled)}",
    )
    return tuple(sentence for sentence in sentences if sentence)
