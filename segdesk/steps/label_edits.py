"""Names that are given on screen: each edit is a new document of settings, so that it can be undone.

After an edit the settings hold every name that a person gave under the number that its segment has now, and
say which clustering those numbers belong to. So nothing is lost when an edit follows another clustering, and
taking the edit back brings back what was there before.
"""

from collections.abc import Mapping, Sequence

from segdesk.errors import InputError
from segdesk.project import freshness
from segdesk.project.file import Project
from segdesk.project.settings import Settings
from segdesk.project.step import Step
from segdesk.steps import given_labels, labels
from segdesk.steps.labels import BY_HAND, Label
from segdesk.writing.label_rules import fault, name_faults
from segdesk.writing.labels import GivenLabel, read_labels


def renamed(project: Project, segment: str, name: str) -> Settings:
    """Return the settings in which a segment has a name by hand.

    Raises
    ------
    InputError
        If there is no such segment, or the name is blank, taken, too long or not on one line.
    """
    by_hand = _by_hand(project)
    _refuse_unknown(project, segment)
    named = {**_names(by_hand), segment: name}
    # The new name goes last: of two alike it is the one at fault.
    ordered = {**{s: n for s, n in named.items() if s != segment}, segment: name}
    if wrong := name_faults(ordered).get(segment):
        raise InputError(f"{segment} cannot be called {name.strip()!r}", wrong.message, "Give another name")
    old = by_hand.get(segment, GivenLabel(segment, ""))
    return _with(project, {**by_hand, segment: GivenLabel(segment, name.strip(), old.designation)})


def redescribed(project: Project, segment: str, designation: str) -> Settings:
    """Return the settings in which a segment has a sentence by hand; a blank one is left to the rules again.

    Raises
    ------
    InputError
        If there is no such segment, or the sentence is too long or not on one line.
    """
    by_hand = _by_hand(project)
    _refuse_unknown(project, segment)
    if wrong := fault(designation.strip(), "designation"):
        raise InputError(f"{segment} cannot be described so", wrong.message, "Change the text")
    old = by_hand.get(segment, GivenLabel(segment, ""))
    return _with(project, {**by_hand, segment: GivenLabel(segment, old.name, designation.strip())})


def accepted(project: Project, segments: Sequence[str]) -> Settings:
    """Return the settings in which what was suggested for some segments is given by hand.

    Segments that have a name by hand keep theirs.

    Raises
    ------
    InputError
        If the names on screen belong to other segments than those of now.
    """
    by_hand = _by_hand(project)
    shown = _shown(project)
    suggested = {
        segment: GivenLabel(segment, shown[segment].name, _described(by_hand, shown[segment]))
        for segment in segments
        if segment in shown and shown[segment].source != BY_HAND and segment not in _names(by_hand)
    }
    return _with(project, {**by_hand, **suggested})


def imported(project: Project, path: str) -> Settings:
    """Return the settings in which a file's names are given by hand; segments that it leaves out keep theirs.

    Raises
    ------
    InputError
        If the file cannot be read, names a segment that there is not, or a name that another segment has.
    """
    found = {label.segment: label for label in read_labels(path)}
    by_hand = _by_hand(project)
    for segment in found:
        _refuse_unknown(project, segment)
    others = {segment: label for segment, label in by_hand.items() if segment not in found}
    # The file's names go last: of two alike the one in the file is at fault.
    faults = name_faults(_names({**others, **found}))
    for segment, label in found.items():
        if segment in faults:
            what = f"{segment} cannot be called {label.name!r}"
            raise InputError(what, faults[segment].message, "Change the name in the file, or on screen")
    blank = GivenLabel("", "")
    new = {
        segment: GivenLabel(segment, label.name, label.designation or by_hand.get(segment, blank).designation)
        for segment, label in found.items()
    }
    return _with(project, {**others, **new})


def suggested(project: Project, segments: Sequence[str]) -> Settings:
    """Return the settings in which the rules name and describe some segments again."""
    return _with(project, {s: label for s, label in _by_hand(project).items() if s not in segments})


def _segments(project: Project) -> list[str]:
    return [row[0] for row in project.rows("SELECT segment FROM segment_summary ORDER BY position")]


def _refuse_unknown(project: Project, segment: str) -> None:
    known = _segments(project)
    if segment not in known:
        raise InputError(f"There is no segment {segment}", f"the segments are {', '.join(known)}")


def _by_hand(project: Project) -> dict[str, GivenLabel]:
    """Return what a person gave by the segments of now, as the Labels step would find it."""
    settings = project.settings
    try:
        found = given_labels.given(project, settings, _segments(project))
    except InputError:
        # The file may be on somebody else's machine; what it said is in the project.
        found = given_labels.remembered(project)
        if not found.labels:
            raise
    return found.by_segment()


def _described(by_hand: Mapping[str, GivenLabel], shown: Label) -> str:
    """Return a segment's sentence: the one by hand, which may be newer than what is shown."""
    own = by_hand.get(shown.segment)
    return own.designation if own and own.designation else shown.designation


def _names(by_hand: Mapping[str, GivenLabel]) -> dict[str, str]:
    return {segment: label.name for segment, label in by_hand.items() if label.name}


def _shown(project: Project) -> dict[str, Label]:
    """Return the names that the project holds, if they are those of the segments of now."""
    named, clustered = (freshness.result(project, step) for step in (Step.LABELS, Step.CLUSTERS))
    if named is None or clustered is None or named.run < clustered.run:
        raise InputError(
            "The names cannot be accepted",
            "they belong to the segments of before" if named else "the segments have none yet",
            "Run the Labels step first",
        )
    return {label.segment: label for label in labels.stored(project)}


def _with(project: Project, by_hand: Mapping[str, GivenLabel]) -> Settings:
    settings = project.settings
    ordered = [segment for segment in _segments(project) if segment in by_hand]
    own = settings.labels.model_copy(
        update={
            "file": None,
            "names": tuple((s, by_hand[s].name) for s in ordered if by_hand[s].name),
            "designations": tuple((s, by_hand[s].designation) for s in ordered if by_hand[s].designation),
            "clustering": given_labels.remember_clustering(project),
        }
    )
    return settings.model_copy(update={"labels": own})
