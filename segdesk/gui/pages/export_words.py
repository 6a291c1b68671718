"""What the Export tab calls its files, and when they were written."""

from PySide6.QtCore import QCoreApplication

from segdesk.review.export import FileState


def content_of(name: str) -> str:
    """Return what a file holds, in a few words."""
    translate = QCoreApplication.translate
    words = {
        "features": translate("export", "One row per customer with every column"),
        "feature_profile": translate("export", "Range, average and gaps of each feature"),
        "feature_correlation": translate("export", "How features go together"),
        "sweep": translate("export", "Scores of each number of segments"),
        "centroids": translate("export", "Averages of each segment"),
        "profile": translate("export", "What each segment has more or less of"),
        "projection": translate("export", "Each customer's place on the maps"),
        "segments": translate("export", "Each customer's segment and its name"),
        "distances": translate("export", "How typical each customer is"),
        "labels": translate("export", "Names and designations of the segments"),
        "prompts": translate("export", "What each email is written from"),
        "emails": translate("export", "The emails and their review"),
        "rules": translate("export", "The segments as rules in SQL"),
        "ga360": translate("export", "Import file for Google Analytics 360"),
    }
    return words.get(name.split(".", maxsplit=1)[0], "")


def state_words(state: FileState | None) -> str:
    """Return what became of a file since it was written; None if it was not written yet."""
    translate = QCoreApplication.translate
    if state is None:
        return translate("export", "Not written yet")
    return {
        FileState.UNCHANGED: translate("export", "As written"),
        FileState.CHANGED: translate("export", "Changed since"),
        FileState.MISSING: translate("export", "No longer there"),
    }[state]
