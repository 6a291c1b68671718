"""The names that a person gave, and the segments that they belong to now.

Names count by number for the segments of the day on which they were given. After another clustering the
numbers mean something else: then each name follows its segment, by its center.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from segdesk.clustering.kmeans import means
from segdesk.clustering.matching import match
from segdesk.clustering.matrix import Pipeline
from segdesk.errors import InputError
from segdesk.project import customers
from segdesk.project.file import Project, quoted
from segdesk.project.freshness import fingerprint
from segdesk.project.settings import LabelsSettings, ModelSettings, Settings
from segdesk.steps import prepared
from segdesk.steps.clusters import SET_ASIDE
from segdesk.steps.outside import file_fingerprint
from segdesk.writing.labels import GivenLabel, read_labels


@dataclass(frozen=True)
class Given:
    """What a person gave, and where it belongs.

    Attributes
    ----------
    labels
        By the numbers of the day on which they were given; an empty name or designation is left to the rules.
    now
        Number of that day to number now; a segment without a counterpart is not in it.
    """

    labels: tuple[GivenLabel, ...]
    now: Mapping[str, str]

    def by_segment(self) -> dict[str, GivenLabel]:
        """Return segment of now to what was given for it, which still bears its old number."""
        return {self.now[label.segment]: label for label in self.labels if label.segment in self.now}

    @property
    def lost(self) -> tuple[str, ...]:
        """The names that no segment of now answers to."""
        return tuple(label.name for label in self.labels if label.segment not in self.now and label.name)


def inputs(settings: Settings) -> str:
    """Return the fingerprint of the labels file, empty where there is none."""
    return file_fingerprint(settings.labels.file)


def given(project: Project, settings: Settings, segments: Sequence[str]) -> Given:
    """Return what a person gave, each for the segment that it belongs to now.

    Raises
    ------
    InputError
        If a segment is named that there is not, or the file cannot be read.
    """
    if settings.labels.clustering:
        row = project.row(
            "SELECT pipeline, segments, centers FROM named_clusterings WHERE clustering = ?",
            [settings.labels.clustering],
        )
        labels = _one_by_one(settings.labels)
        return Given(labels, _moved(project, row) if row and labels else {})
    kept = project.row("SELECT inputs FROM given_labels_for")
    if kept is None or kept[0] != _asked(settings):
        return Given(_by_number(settings, segments), {segment: segment for segment in segments})
    return remembered(project)


def remembered(project: Project) -> Given:
    """Return what the file and the options gave when they were read last."""
    row = project.row("SELECT pipeline, segments, centers FROM given_labels_for")
    rows = project.rows("SELECT segment, name, designation FROM given_labels ORDER BY segment")
    labels = tuple(GivenLabel(*values) for values in rows)
    return Given(labels, _moved(project, row) if row and labels else {})


def remember(project: Project, settings: Settings, found: Given) -> None:
    """Keep what the file and the options give, with the segments that were meant, if they are new."""
    kept = project.row("SELECT inputs FROM given_labels_for")
    if settings.labels.clustering or (kept and kept[0] == _asked(settings)):
        return
    with project.transaction() as connection:
        connection.execute("DELETE FROM given_labels")
        for label in found.labels:
            values = [label.segment, label.name, label.designation]
            connection.execute("INSERT INTO given_labels VALUES (?, ?, ?)", values)
        connection.execute("DELETE FROM given_labels_for")
        connection.execute(
            "INSERT INTO given_labels_for SELECT ?, pipeline, segments, centers FROM clustering",
            [_asked(settings)],
        )


def remember_clustering(project: Project) -> str:
    """Keep the centers of the segments that there are now, and return what to call this clustering."""
    row = project.row(
        "SELECT sha256(concat_ws('|', pipeline, CAST(segments AS VARCHAR), CAST(centers AS VARCHAR)))"
        " FROM clustering"
    )
    if row is None:
        raise InputError("There are no segments to name", "", "Run the Clusters step first")
    project.connection.execute(
        "INSERT OR IGNORE INTO named_clusterings SELECT ?, pipeline, segments, centers FROM clustering",
        [row[0]],
    )
    return str(row[0])


def _asked(settings: Settings) -> str:
    # Who names the others has nothing to do with what a person gave.
    given_only = settings.labels.model_copy(update={"writer": "rules", "model": ModelSettings()})
    return fingerprint(given_only, inputs(settings))


def _one_by_one(settings: LabelsSettings) -> tuple[GivenLabel, ...]:
    names, designations = dict(settings.names), dict(settings.designations)
    return tuple(
        GivenLabel(segment, names.get(segment, ""), designations.get(segment, ""))
        for segment in dict.fromkeys((*names, *designations))
    )


def _by_number(settings: Settings, segments: Sequence[str]) -> tuple[GivenLabel, ...]:
    """Return what the file and the options say, the options last."""
    found: dict[str, GivenLabel] = {}
    if settings.labels.file:
        found = {label.segment: label for label in read_labels(Path(settings.labels.file))}
    found |= {label.segment: label for label in _one_by_one(settings.labels)}
    for segment in found:
        if segment not in segments:
            raise InputError(
                f"There is no segment {segment} to name",
                f"the segments are {', '.join(segments)}",
                "Correct the names, or sweep with the number of segments that they were written for",
            )
    return tuple(found.values())


def _moved(project: Project, old: tuple[Any, ...]) -> Mapping[str, str]:
    """Return where the segments of another day went: old number to new number.

    Old and new centers are compared in the space of the old pipeline, on today's customers.

    Parameters
    ----------
    old
        Pipeline, segments and centers of that day.
    """
    new = project.row("SELECT pipeline, segments, centers FROM clustering")
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
    encoded = everyone.column(0).combine_chunks().dictionary_encode()
    place = {segment: number for number, segment in enumerate(new[1])}
    places = np.array([place[segment] for segment in encoded.dictionary.to_pylist()], np.int32)
    labels = np.take(places, encoded.indices.to_numpy())
    centers = means(pipeline.transform(table), labels, len(new[1]))
    found = match(np.array(old[2], np.float64), centers)
    return {SET_ASIDE: SET_ASIDE} | {old[1][pair.old]: new[1][pair.new] for pair in found.pairs}
