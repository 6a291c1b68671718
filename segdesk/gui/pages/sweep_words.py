"""What the Sweep page says."""

from PySide6.QtCore import QCoreApplication

from segdesk.gui.numbers import number
from segdesk.gui.pages.sweep_view import Trial
from segdesk.project.settings import Choose, KMeansInit, Settings
from segdesk.project.sweep_point import SweepPoint
from segdesk.review.sweep import ChosenK, Own, Plan, SweepShown


def span_of(settings: Settings, own: Own) -> tuple[int, int]:
    """Return the numbers of segments that the settings ask for, the recipe's own where they are open."""
    sweep = settings.sweep
    low = sweep.k_min or min(own.low, sweep.k_max or own.low)
    return low, sweep.k_max or max(own.high, low)


def span_text(low: int, high: int) -> str:
    """Return a range in words."""
    return QCoreApplication.translate("SweepPage", "{low} to {high}").format(low=low, high=high)


def range_text(*, tuned: bool) -> str:
    """Return what becomes of the numbers of a range."""
    if tuned:
        return QCoreApplication.translate(
            "SweepPage", "BigQuery ML picks among these numbers. Another range is tuned anew."
        )
    return QCoreApplication.translate(
        "SweepPage", "Each number in this range is tried and scored. What is done is not done again."
    )


def exactness_word(double: bool) -> str:
    """Return how many digits of a number are kept: those of float64 or of float32."""
    translate = QCoreApplication.translate
    return translate("SweepPage", "All sixteen") if double else translate("SweepPage", "Seven")


def start_text(start: KMeansInit) -> str:
    """Return where BigQuery ML's k-means starts."""
    translate = QCoreApplication.translate
    return {
        KMeansInit.CUSTOM: translate("SweepPage", "Customers drawn here"),
        KMeansInit.KMEANS_PLUS_PLUS: translate("SweepPage", "k-means++"),
        KMeansInit.RANDOM: translate("SweepPage", "At random"),
    }[start]


def action_text(low: int, high: int) -> str:
    """Return what the button of the page says."""
    if low == high:
        return QCoreApplication.translate("SweepPage", "Try {k} segments").format(k=low)
    return QCoreApplication.translate("SweepPage", "Try {low} to {high} segments").format(low=low, high=high)


def work_text(shown: SweepShown) -> str:
    """Return how much there is to do."""
    plan = shown.plan
    if plan is None:
        return ""
    count, kept = len(plan.ks), len(plan.kept)
    if plan.trials is not None:
        text = QCoreApplication.translate(
            "SweepPage", "{trials} trials at most among {count} numbers, each on {customers} customers."
        ).replace("{trials}", number(plan.trials))
    elif count == 1:
        text = QCoreApplication.translate("SweepPage", "One number, on {customers} customers.")
    else:
        text = QCoreApplication.translate("SweepPage", "{count} numbers, each on {customers} customers.")
    text = text.format(count=count, customers=number(shown.all_customers))
    if kept == count:
        all_done = QCoreApplication.translate("SweepPage", "All are done.")
        return f"{text} {all_done}"
    if kept:
        done = QCoreApplication.translate("SweepPage", "{kept} done, {missing} to go.")
        return f"{text} {done.format(kept=kept, missing=count - kept)}"
    return text


def too_many(settings: Settings, shown: SweepShown) -> str:
    """Return why there are too few customers for the range, nothing where there are enough."""
    _, high = span_of(settings, shown.own)
    if not 0 < shown.customers <= high:
        return ""
    text = QCoreApplication.translate(
        "SweepPage", "There are only {customers} customers: try at most {most} segments."
    )
    return text.format(customers=number(shown.customers), most=number(shown.customers - 1))


def how_chosen(by: Choose | int, plan: Plan | None) -> str:
    """Return how the number of segments is chosen."""
    if isinstance(by, int):
        return QCoreApplication.translate(
            "SweepPage", "Your number is taken. The scores are shown all the same."
        )
    if by is Choose.SILHOUETTE:
        return QCoreApplication.translate(
            "SweepPage", "How much closer customers are to their own segment than to the next. Highest wins."
        )
    if by is Choose.DAVIES_BOULDIN:
        return QCoreApplication.translate(
            "SweepPage", "How wide segments are for the distance between them. Lowest wins."
        )
    if plan is not None and plan.weights[0]:
        return QCoreApplication.translate(
            "SweepPage", "All four scores count alike, as in the notebook. Highest wins."
        )
    return QCoreApplication.translate(
        "SweepPage", "Silhouette, Calinski-Harabasz and Davies-Bouldin count alike. Highest wins."
    )


def reason(choice: ChosenK, point: SweepPoint) -> str:
    """Return why a number of segments is chosen, in one sentence."""
    if choice.by is None:
        text = QCoreApplication.translate("SweepPage", "{k} segments, as you asked for.")
    elif choice.tried == 1:
        text = QCoreApplication.translate("SweepPage", "{k} segments, the only number that was tried.")
    elif choice.by is Choose.SILHOUETTE:
        text = QCoreApplication.translate(
            "SweepPage",
            "{k} segments have the highest silhouette, {silhouette}, of the {tried} numbers tried.",
        )
    elif choice.by is Choose.DAVIES_BOULDIN:
        text = QCoreApplication.translate(
            "SweepPage",
            "{k} segments have the lowest Davies-Bouldin, {davies_bouldin}, of the {tried} numbers tried.",
        )
    else:
        text = QCoreApplication.translate(
            "SweepPage",
            "{k} segments have the highest combined score, {combined}, of the {tried} numbers tried "
            "(silhouette {silhouette}, Calinski-Harabasz {calinski_harabasz}, "
            "Davies-Bouldin {davies_bouldin}).",
        )
    return text.format(
        k=choice.k,
        tried=choice.tried,
        combined=number(point.combined, 3),
        silhouette=number(point.silhouette, 3),
        calinski_harabasz=number(point.calinski_harabasz, 0),
        davies_bouldin=number(point.davies_bouldin, 3),
    )


def doubt(choice: ChosenK) -> str:
    """Return what makes a choice doubtful, nothing where nothing does."""
    sentences = []
    if choice.edge == "largest":
        text = QCoreApplication.translate(
            "SweepPage", "{k} is the largest number tried: a wider range might choose more."
        )
        sentences.append(text.format(k=choice.k))
    if choice.edge == "smallest":
        text = QCoreApplication.translate(
            "SweepPage", "{k} is the smallest number tried: a wider range might choose fewer."
        )
        sentences.append(text.format(k=choice.k))
    if choice.other_range is not None:
        low, high, k = choice.other_range
        text = QCoreApplication.translate(
            "SweepPage", "The choice depends on the range: from {low} to {high} it would be {k}."
        )
        sentences.append(text.format(low=low, high=high, k=k))
    return " ".join(sentences)


def trial_text(trial: Trial, *, is_chosen: bool) -> str:
    """Return how far a number of segments is, in a word."""
    if is_chosen:
        return QCoreApplication.translate("SweepPage", "Chosen")
    return {
        Trial.DONE: QCoreApplication.translate("SweepPage", "Done"),
        Trial.FITTED: QCoreApplication.translate("SweepPage", "Fitted"),
        Trial.FAILED: QCoreApplication.translate("SweepPage", "Failed"),
        Trial.TRYING: QCoreApplication.translate("SweepPage", "Trying"),
        Trial.WAITING: QCoreApplication.translate("SweepPage", "Waiting"),
        Trial.NOT_TRIED: QCoreApplication.translate("SweepPage", "Not tried"),
    }[trial]


def sample_text(shown: SweepShown) -> str:
    """Return which customers the scores are of, nothing where they are of all."""
    if not shown.is_sampled:
        return ""
    text = QCoreApplication.translate(
        "SweepPage",
        "Silhouette, Calinski-Harabasz and Davies-Bouldin are those of {here} of the {all} customers.",
    )
    return text.format(here=number(shown.customers), all=number(shown.all_customers))


def band_text(band: str | None) -> str:
    """Return how stable a segment is, in a word."""
    return {
        "highly stable": QCoreApplication.translate("SweepPage", "Highly stable"),
        "stable": QCoreApplication.translate("SweepPage", "Stable"),
        "pattern": QCoreApplication.translate("SweepPage", "A pattern, with blurred edges"),
        "doubtful": QCoreApplication.translate("SweepPage", "Doubtful"),
        "dissolved": QCoreApplication.translate("SweepPage", "Falls apart"),
    }.get(band or "", QCoreApplication.translate("SweepPage", "Not measured"))
