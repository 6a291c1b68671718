"""How the Emails tab names things: what became of an email, and which of them are shown."""

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QCoreApplication

from segdesk.gui import numbers
from segdesk.gui.sentences import said
from segdesk.gui.widgets.badge import Look
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
    translate = QCoreApplication.translate
    return {
        Filter.ALL: translate("emails", "All"),
        Filter.TO_REVIEW: translate("emails", "To review"),
        Filter.ATTENTION: translate("emails", "Needs attention"),
        Filter.APPROVED: translate("emails", "Approved"),
        Filter.REJECTED: translate("emails", "Rejected"),
        Filter.EDITED: translate("emails", "Edited"),
    }[shown]


def filter_tip(shown: Filter) -> str:
    """Return which emails a filter lets through."""
    translate = QCoreApplication.translate
    return {
        Filter.ALL: translate("emails", "Every email"),
        Filter.TO_REVIEW: translate("emails", "Nobody has decided yet, and the checks find nothing wrong"),
        Filter.ATTENTION: translate("emails", "The checks find something, or there is no text"),
        Filter.APPROVED: translate("emails", "May go out"),
        Filter.REJECTED: translate("emails", "Must not go out"),
        Filter.EDITED: translate("emails", "In your own words, whatever you decided"),
    }[shown]


def status_look(status: EmailStatus) -> Look:
    """Return how a status looks."""
    translate = QCoreApplication.translate
    return {
        EmailStatus.WRITTEN: Look(translate("emails", "To review"), Kind.NEUTRAL, "state-empty"),
        EmailStatus.FLAGGED: Look(translate("emails", "Needs attention"), Kind.WARNING, "warning"),
        EmailStatus.EDITED: Look(translate("emails", "Edited"), Kind.INFO, "edit"),
        EmailStatus.APPROVED: Look(translate("emails", "Approved"), Kind.GOOD, "approve"),
        EmailStatus.REJECTED: Look(translate("emails", "Rejected"), Kind.BAD, "reject"),
        EmailStatus.REFUSED: Look(translate("emails", "Not written"), Kind.WARNING, "minus"),
        EmailStatus.FAILED: Look(translate("emails", "Failed"), Kind.BAD, "error"),
    }[status]


def checks_text(row: EmailRow) -> str:
    """Return what the checks say of an email, on one line."""
    return " ".join(map(said, row.checks)) or QCoreApplication.translate("emails", "Passed")


def tone_text(tone: str) -> str:
    """Return how a segment's customers are spoken to."""
    translate = QCoreApplication.translate
    known = {
        "exclusive": translate("emails", "Exclusive, as to the best customers"),
        "motivating": translate("emails", "Motivating, as to active customers"),
        "exciting": translate("emails", "Exciting, as to new or promising customers"),
        "welcoming": translate("emails", "Welcoming, as to customers who have been away"),
        "inviting": translate("emails", "Inviting, as to people who have never bought"),
    }
    return known.get(tone, tone)


def source_text(source: CountrySource) -> str:
    """Return who says which language a country reads."""
    translate = QCoreApplication.translate
    return {
        CountrySource.SHIPPED: translate("emails", "Built-in list"),
        CountrySource.FILE: translate("emails", "Your file"),
        CountrySource.YOURS: translate("emails", "Your choice"),
        CountrySource.UNKNOWN: translate("emails", "Not known"),
    }[source]


def audience_text(audience: Audience) -> str:
    """Return how many customers could get an email, and how many do."""
    translate = QCoreApplication.translate
    said = translate("emails", "Of {customers} customers, {emails} get one.")
    return said.format(emails=numbers.number(audience.emails), customers=numbers.number(audience.customers))


def lacks_language(row: CountryRow) -> bool:
    """Whether a country gets English because its language, or a text in it, is missing."""
    return row.country is not None and (row.language is None or row.language != row.written)


def lacking_text(rows: Sequence[CountryRow]) -> str:
    """Return which countries get English for want of anything better; nothing where there is none."""
    translate = QCoreApplication.translate
    names = [row.country for row in rows if row.country is not None and lacks_language(row)]
    if not names:
        return ""
    listed = ", ".join(names[:_LISTED])
    if len(names) > _LISTED:
        said = translate("emails", "{countries} and {count} more get English: their own language is missing.")
        return said.format(countries=listed, count=len(names) - _LISTED)
    return translate("emails", "In English, because their own language is missing: {countries}.").format(
        countries=listed
    )
