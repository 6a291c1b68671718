"""How the Emails tab names things: what became of an email, and which of them are shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QCoreApplication

from segdesk.gui import numbers
from segdesk.gui.widgets.kind import Kind
from segdesk.review.emails import Audience, CountryRow, CountrySource, EmailRow, EmailStatus

_LISTED = 3
"""Countries that are named in a sentence; the table has them all."""


class Filter(Enum):
    """Which emails the list shows."""

    ALL = "all"
    TO_REVIEW = "to review"
    ATTENTION = "attention"
    APPROVED = "approved"
    REJECTED = "rejected"
    EDITED = "edited"
    """In a person's own words, whatever was decided."""


@dataclass(frozen=True)
class StatusLook:
    """How a status looks: in words, and without colour too."""

    text: str
    kind: Kind
    icon: str


def is_undecided_and_fine(row: EmailRow) -> bool:
    """Whether the checks find nothing in an email that nobody has decided on."""
    return row.status in (EmailStatus.WRITTEN, EmailStatus.EDITED)


def is_decided(row: EmailRow) -> bool:
    """Whether a person has approved or rejected an email."""
    return row.status in (EmailStatus.APPROVED, EmailStatus.REJECTED)


def belongs(row: EmailRow, shown: Filter) -> bool:
    """Whether a filter lets an email through."""
    match shown:
        case Filter.ALL:
            return True
        case Filter.TO_REVIEW:
            return is_undecided_and_fine(row)
        case Filter.ATTENTION:
            return not is_decided(row) and not is_undecided_and_fine(row)
        case Filter.APPROVED:
            return row.status is EmailStatus.APPROVED
        case Filter.REJECTED:
            return row.status is EmailStatus.REJECTED
        case Filter.EDITED:
            return row.edited


def filter_text(shown: Filter) -> str:
    """Return what a filter is called."""
    tr = QCoreApplication.translate
    return {
        Filter.ALL: tr("emails", "All"),
        Filter.TO_REVIEW: tr("emails", "To review"),
        Filter.ATTENTION: tr("emails", "Needs attention"),
        Filter.APPROVED: tr("emails", "Approved"),
        Filter.REJECTED: tr("emails", "Rejected"),
        Filter.EDITED: tr("emails", "Edited"),
    }[shown]


def filter_tip(shown: Filter) -> str:
    """Return which emails a filter lets through."""
    tr = QCoreApplication.translate
    return {
        Filter.ALL: tr("emails", "Every email"),
        Filter.TO_REVIEW: tr("emails", "Nobody has decided yet, and the checks find nothing wrong"),
        Filter.ATTENTION: tr("emails", "The checks find something, or there is no text"),
        Filter.APPROVED: tr("emails", "May go out"),
        Filter.REJECTED: tr("emails", "Must not go out"),
        Filter.EDITED: tr("emails", "In your own words, whatever you decided"),
    }[shown]


def status_look(status: EmailStatus) -> StatusLook:
    """Return how a status looks."""
    tr = QCoreApplication.translate
    return {
        EmailStatus.WRITTEN: StatusLook(tr("emails", "To review"), Kind.NEUTRAL, "state-empty"),
        EmailStatus.FLAGGED: StatusLook(tr("emails", "Needs attention"), Kind.WARNING, "warning"),
        EmailStatus.EDITED: StatusLook(tr("emails", "Edited"), Kind.INFO, "edit"),
        EmailStatus.APPROVED: StatusLook(tr("emails", "Approved"), Kind.GOOD, "approve"),
        EmailStatus.REJECTED: StatusLook(tr("emails", "Rejected"), Kind.BAD, "reject"),
        EmailStatus.REFUSED: StatusLook(tr("emails", "Not written"), Kind.WARNING, "minus"),
        EmailStatus.FAILED: StatusLook(tr("emails", "Failed"), Kind.BAD, "error"),
    }[status]


def checks_text(row: EmailRow) -> str:
    """Return what the checks say of an email, on one line."""
    return " ".join(row.checks) or QCoreApplication.translate("emails", "Passed")


def tone_text(tone: str) -> str:
    """Return how a segment's customers are spoken to."""
    tr = QCoreApplication.translate
    known = {
        "exclusive": tr("emails", "Exclusive, as to the best customers"),
        "motivating": tr("emails", "Motivating, as to active customers"),
        "exciting": tr("emails", "Exciting, as to new or promising customers"),
        "welcoming": tr("emails", "Welcoming, as to customers who have been away"),
        "inviting": tr("emails", "Inviting, as to people who have never bought"),
    }
    return known.get(tone, tone)


def source_text(source: CountrySource) -> str:
    """Return who says which language a country reads."""
    tr = QCoreApplication.translate
    return {
        CountrySource.SHIPPED: tr("emails", "Built-in list"),
        CountrySource.FILE: tr("emails", "Your file"),
        CountrySource.YOURS: tr("emails", "Your choice"),
        CountrySource.UNKNOWN: tr("emails", "Not known"),
    }[source]


def audience_text(audience: Audience) -> str:
    """Return how many customers could get an email, and how many do."""
    tr = QCoreApplication.translate
    said = tr("emails", "Of {customers} customers, {emails} get one.")
    return said.format(emails=numbers.number(audience.emails), customers=numbers.number(audience.customers))


def lacks_language(row: CountryRow) -> bool:
    """Whether a country gets English because its language, or a text in it, is missing."""
    return row.country is not None and (row.language is None or row.language != row.written)


def lacking_text(rows: Sequence[CountryRow]) -> str:
    """Return which countries get English for want of anything better; nothing where there is none."""
    tr = QCoreApplication.translate
    names = [row.country for row in rows if row.country is not None and lacks_language(row)]
    if not names:
        return ""
    listed = ", ".join(names[:_LISTED])
    if len(names) > _LISTED:
        said = tr("emails", "{countries} and {count} more get English: their own language is missing.")
        return said.format(countries=listed, count=len(names) - _LISTED)
    return tr("emails", "In English, because their own language is missing: {countries}.").format(
        countries=listed
    )
