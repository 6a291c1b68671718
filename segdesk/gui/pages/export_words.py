"""What the Export tab calls its files, and when they were written."""

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, Qt

from segdesk.review.export import FileState


def content_of(name: str) -> str:
    """Return what a file holds, in a few words."""
    tr = QCoreApplication.translate
    words = {
        "features": tr("export", "One row per customer with every column"),
        "feature_profile": tr("export", "Range, average and gaps of each feature"),
        "feature_correlation": tr("export", "How features go together"),
        "sweep": tr("export", "Scores of each number of segments"),
        "centroids": tr("export", "Averages of each segment"),
        "profile": tr("export", "What each segment has more or less of"),
        "projection": tr("export", "Each customer's place on the maps"),
        "segments": tr("export", "Each customer's segment and its name"),
        "distances": tr("export", "How typical each customer is"),
        "labels": tr("export", "Names and designations of the segments"),
        "prompts": tr("export", "What each email is written from"),
        "emails": tr("export", "The emails and their review"),
        "rules": tr("export", "The segments as rules in SQL"),
        "ga360": tr("export", "Import file for Google Analytics 360"),
    }
    return words.get(name.split(".", maxsplit=1)[0], "")


def state_words(state: FileState | None) -> str:
    """Return what became of a file since it was written; None if it was not written yet."""
    tr = QCoreApplication.translate
    if state is None:
        return tr("export", "Not written yet")
    return {
        FileState.UNCHANGED: tr("export", "As written"),
        FileState.CHANGED: tr("export", "Changed since"),
        FileState.MISSING: tr("export", "No longer there"),
    }[state]


def moment(finished: str) -> str:
    """Return a time in UTC (``YYYY-MM-DD HH:MM:SS``) as the clock on the wall showed it."""
    when = QDateTime.fromString(finished.replace(" ", "T") + "Z", Qt.DateFormat.ISODate).toLocalTime()
    return QLocale().toString(when, QLocale.FormatType.ShortFormat)
