"""What the Labels tab shows: every segment with its name, its sentence and its figures in words."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from segdesk.palette import colour_of, shape_of
from segdesk.review.replies import ModelReply, replies
from segdesk.writing.label_rules import LONGEST, Fault, LabelFault, fault, name_faults

if TYPE_CHECKING:
    from segdesk.project.file import Project
    from segdesk.project.settings import Settings
    from segdesk.writing.facts import SegmentFacts

__all__ = ["LONGEST", "Fault", "LabelFault", "LabelRow", "Labels", "fault", "labels", "name_faults"]


@dataclass(frozen=True)
class LabelRow:
    """A segment and its name.

    Attributes
    ----------
    colour, shape
        As ``#rrggbb``, and the name of a pyqtgraph symbol.
    size, share
        Customers, and their part of all customers.
    profile
        Its figures in words, compared with the average of those who have bought.
    name, designation
        Empty before the first run of the Labels step.
    source
        Who named it: ``hands-on``, ``rules`` or ``bigquery``; empty where nobody has.
    accepted
        Whether a person stands behind the name.
    as_suggested
        Whether the name is the one that the rules would give, or that a language model has given.
    described
        Whether the sentence is a person's own.
    tone
        How emails speak to its customers.
    followed
        The number that the segment had when a person named it, None where it still has it.
    reply
        What became of the request to a language model; None where none was asked.
    """

    segment: str
    colour: str
    shape: str
    size: int
    share: float
    profile: str
    name: str
    designation: str
    source: str
    accepted: bool
    as_suggested: bool
    described: bool
    tone: str
    followed: str | None
    reply: ModelReply | None = None


@dataclass(frozen=True)
class Labels:
    """The segments' names.

    Attributes
    ----------
    rows
        In the order of the segments.
    current
        Whether the names belong to these segments; if not, Clusters was run after Labels, and the rows have
        no names.
    case
        The documents' CASE statement that gives the names; empty where there are none.
    faults
        Segment to what is wrong with its name; normally none.
    to_accept
        Segments whose name is still only a suggestion.
    warnings
        Sentences of the last run.
    """

    rows: tuple[LabelRow, ...]
    current: bool
    case: str
    faults: dict[str, LabelFault]
    to_accept: tuple[str, ...]
    warnings: tuple[str, ...]


def labels(project: "Project") -> Labels:
    """Return the segments and their names; no rows before the first run of the Clusters step."""
    from segdesk.project import freshness
    from segdesk.project.step import Step
    from segdesk.steps import labels as step

    named, clustered = (freshness.result(project, each) for each in (Step.LABELS, Step.CLUSTERS))
    current = named is not None and clustered is not None and named.run > clustered.run
    kept = {label.segment: label for label in step.stored(project)} if current else {}
    own = _own_sentences(project)
    facts = step.segment_facts(project) if clustered else ()
    words = _in_words(project, project.settings, facts)
    answered = replies(project, Step.LABELS) if current else {}
    suggested = step.suggestions(project, project.settings, facts)
    rows = []
    for fact in facts:
        label = kept.get(fact.segment)
        moved = label.followed if label and label.followed != fact.segment else None
        rows.append(
            LabelRow(
                segment=fact.segment,
                colour=colour_of(fact.segment),
                shape=shape_of(fact.segment),
                size=fact.size,
                share=fact.share,
                profile=words[fact.segment],
                name=label.name if label else "",
                designation=label.designation if label else "",
                source=label.source if label else "",
                accepted=bool(label and label.accepted),
                as_suggested=bool(label and label.name in suggested[fact.segment]),
                described=bool(label and label.designation in own),
                tone=label.tone.value if label else "",
                followed=moved,
                reply=answered.get(fact.segment),
            )
        )
    ordered = [kept[row.segment] for row in rows if row.segment in kept]
    return Labels(
        rows=tuple(rows),
        current=current,
        case=step.case_of(ordered) if ordered else "",
        faults=name_faults({row.segment: row.name for row in rows if row.name}),
        to_accept=tuple(row.segment for row in rows if row.name and not row.accepted),
        warnings=named.warnings if named and current else (),
    )


def _own_sentences(project: "Project") -> frozenset[str]:
    """Return the sentences that a person gave, for whichever segment."""
    rows = project.rows("SELECT designation FROM given_labels WHERE designation <> ''")
    on_screen = (text for _, text in project.settings.labels.designations)
    return frozenset((*(row[0] for row in rows), *on_screen))


def _in_words(project: "Project", settings: "Settings", facts: tuple["SegmentFacts", ...]) -> dict[str, str]:
    from segdesk.project.settings import RecipeName
    from segdesk.steps import labels as step
    from segdesk.writing.designations import Last
    from segdesk.writing.portraits import portraits, portraits_by_traits

    if settings.features.recipe is RecipeName.CUSTOM:
        return portraits_by_traits(step.traits(project, settings, facts))
    last = Last.VISIT if settings.features.recipe is RecipeName.GA360 else Last.ORDER
    return portraits(facts, last=last)
