"""How the Labels tab says who named a segment, and what is wrong with a name."""

from enum import Enum

from PySide6.QtCore import QCoreApplication

from segdesk.gui.widgets.badge import Look
from segdesk.gui.widgets.kind import Kind
from segdesk.review.labels import Fault, LabelFault, LabelRow


class Standing(Enum):
    """Who a segment has its name from."""

    UNNAMED = "unnamed"
    SUGGESTED = "suggested"
    ACCEPTED = "accepted"
    YOURS = "yours"


def standing_of(row: LabelRow) -> Standing:
    """Return who a segment has its name from."""
    if not row.name:
        return Standing.UNNAMED
    if not row.accepted:
        return Standing.SUGGESTED
    return Standing.ACCEPTED if row.as_suggested else Standing.YOURS


def standing_look(standing: Standing) -> Look:
    """Return how a standing looks."""
    translate = QCoreApplication.translate
    return {
        Standing.UNNAMED: Look(no_name(), Kind.NEUTRAL, "minus"),
        Standing.SUGGESTED: Look(translate("labels", "Suggested"), Kind.NEUTRAL, "star"),
        Standing.ACCEPTED: Look(translate("labels", "Accepted"), Kind.GOOD, "check"),
        Standing.YOURS: Look(translate("labels", "Yours"), Kind.INFO, "edit"),
    }[standing]


def look_of(row: LabelRow) -> Look:
    """Return how it looks who a segment has its name from; a language model's suggestion says so."""
    standing = standing_of(row)
    if standing is Standing.SUGGESTED and row.source == "bigquery":
        return Look(QCoreApplication.translate("labels", "By the model"), Kind.NEUTRAL, "star")
    return standing_look(standing)


def fault_text(fault: LabelFault) -> str:
    """Return what is wrong with a name or a designation."""
    translate = QCoreApplication.translate
    said = {
        Fault.BLANK: translate("labels", "A segment needs a name"),
        Fault.DUPLICATE: translate("labels", "{other} is called that already"),
        Fault.TOO_LONG: translate("labels", "{length} characters, at most {longest} are allowed"),
        Fault.LINE_BREAK: translate("labels", "It has to stay on one line"),
    }[fault.kind]
    return said.format(other=fault.other, length=fault.length, longest=fault.longest)


def moved_text(row: LabelRow) -> str:
    """Return where a name came from that followed its segment; nothing where it stayed."""
    if not row.followed or not row.name:
        return ""
    return QCoreApplication.translate("labels", "moved from {segment}").format(segment=row.followed)


def no_name() -> str:
    """Return what stands in the place of a name."""
    return QCoreApplication.translate("labels", "No name yet")
