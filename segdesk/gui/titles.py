"""The steps' names, times and time spans on screen."""

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, Qt

from segdesk.project.step import Step


def step_title(step: Step | str) -> str:
    """Return what a step, or another job, is called on screen."""
    tr = QCoreApplication.translate
    titles = {
        Step.CONNECT: tr("titles", "Connect"),
        Step.FEATURES: tr("titles", "Features"),
        Step.SWEEP: tr("titles", "Sweep"),
        Step.CLUSTERS: tr("titles", "Clusters"),
        Step.LABELS: tr("titles", "Labels"),
        Step.EMAILS: tr("titles", "Emails"),
        Step.EXPORT: tr("titles", "Export"),
        "umap": tr("titles", "UMAP"),
    }
    return titles.get(step, str(step))


def recipe_title(recipe: str) -> str:
    """Return what a recipe is called on screen."""
    # By its plain name: the settings, which have an enum for it, are too slow to import for the first paint.
    tr = QCoreApplication.translate
    return {
        "thelook": tr("titles", "Shop (thelook)"),
        "ga360": tr("titles", "Analytics (ga360)"),
        "custom": tr("titles", "Your own (custom)"),
    }[recipe]


def moment(finished: str) -> str:
    """Return a time in UTC (``YYYY-MM-DD HH:MM:SS``) as the clock on the wall showed it."""
    when = QDateTime.fromString(finished.replace(" ", "T") + "Z", Qt.DateFormat.ISODate).toLocalTime()
    return QLocale().toString(when, QLocale.FormatType.ShortFormat)


def duration(seconds: float) -> str:
    """Return a time span as a person says it: 0.4 s, 12 s, 3 min 05 s, 1 h 02 min."""
    tr = QCoreApplication.translate
    if seconds < 10:
        return tr("titles", "{seconds} s").format(seconds=f"{seconds:.1f}")
    if seconds < 60:
        return tr("titles", "{seconds} s").format(seconds=f"{seconds:.0f}")
    whole = round(seconds)
    if whole < 3600:
        return tr("titles", "{minutes} min {seconds} s").format(
            minutes=whole // 60, seconds=f"{whole % 60:02d}"
        )
    return tr("titles", "{hours} h {minutes} min").format(
        hours=whole // 3600, minutes=f"{whole % 3600 // 60:02d}"
    )
