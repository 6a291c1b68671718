"""The steps' names, times and time spans on screen."""

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, Qt

from segdesk.project.step import Step


def step_title(step: Step | str) -> str:
    """Return what a step, or another job, is called on screen."""
    translate = QCoreApplication.translate
    titles = {
        Step.CONNECT: translate("titles", "Connect"),
        Step.FEATURES: translate("titles", "Features"),
        Step.SWEEP: translate("titles", "Sweep"),
        Step.CLUSTERS: translate("titles", "Clusters"),
        Step.LABELS: translate("titles", "Labels"),
        Step.EMAILS: translate("titles", "Emails"),
        Step.EXPORT: translate("titles", "Export"),
        "umap": translate("titles", "UMAP"),
        "sign-in": translate("titles", "Sign-in"),
        "make what is missing": translate("titles", "Making what is missing"),
        "look after BigQuery": translate("titles", "Ending what was left running in BigQuery"),
        "look in BigQuery": translate("titles", "Looking in BigQuery"),
        "delete in BigQuery": translate("titles", "Deleting in BigQuery"),
        "delete models": translate("titles", "Deleting models"),
    }
    return titles.get(step, str(step))


def recipe_title(recipe: str) -> str:
    """Return what a recipe is called on screen."""
    # By its plain name: the settings, which have an enum for it, are too slow to import for the first paint.
    translate = QCoreApplication.translate
    return {
        "thelook": translate("titles", "Shop (thelook)"),
        "ga360": translate("titles", "Analytics (ga360)"),
        "custom": translate("titles", "Your own (custom)"),
    }[recipe]


def moment(finished: str) -> str:
    """Return a time in UTC (``YYYY-MM-DD HH:MM:SS``) as the clock on the wall showed it."""
    when = QDateTime.fromString(finished.replace(" ", "T") + "Z", Qt.DateFormat.ISODate).toLocalTime()
    return QLocale().toString(when, QLocale.FormatType.ShortFormat)


def duration(seconds: float) -> str:
    """Return a time span as a person says it: 0.4 s, 12 s, 3 min 05 s, 1 h 02 min."""
    translate = QCoreApplication.translate
    if seconds < 10:
        return translate("titles", "{seconds} s").format(seconds=f"{seconds:.1f}")
    if seconds < 60:
        return translate("titles", "{seconds} s").format(seconds=f"{seconds:.0f}")
    whole = round(seconds)
    if whole < 3600:
        return translate("titles", "{minutes} min {seconds} s").format(
            minutes=whole // 60, seconds=f"{whole % 60:02d}"
        )
    return translate("titles", "{hours} h {minutes} min").format(
        hours=whole // 3600, minutes=f"{whole % 3600 // 60:02d}"
    )
