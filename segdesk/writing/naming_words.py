"""The names of segments, in the vocabulary of recency, frequency and monetary value."""

from dataclasses import dataclass

from segdesk.writing.facts import Tone


@dataclass(frozen=True)
class Candidate:
    """A name that fits a segment.

    Attributes
    ----------
    saying
        What it means, to stand after the figures.
    modest
        Whether it belongs to those who spend least, where several could have it.
    """

    name: str
    tone: Tone
    saying: str
    modest: bool = False


NEVER_BOUGHT = Candidate("Never bought", Tone.INVITING, "the first order is still to be won")
PROSPECTS = Candidate("Prospects", Tone.INVITING, "hardly anyone here has bought yet")
CHAMPIONS = Candidate(
    "Champions", Tone.EXCLUSIVE, "they buy often, spend well above the average and were seen recently"
)
BIG_SPENDERS = Candidate("Big spenders", Tone.EXCLUSIVE, "their baskets are far above the average")
HIGH_VALUE = Candidate("High-value customers", Tone.EXCLUSIVE, "they spend well above the average")
ACTIVE_HIGH_VALUE = Candidate(
    "Active high-value", Tone.EXCLUSIVE, "they spend well above the average and were seen recently"
)
LOYAL = Candidate("Loyal customers", Tone.MOTIVATING, "they keep coming back")
REGULAR = Candidate("Regular customers", Tone.MOTIVATING, "they have come back more than once")
PROMISING = Candidate("Promising newcomers", Tone.EXCITING, "new, and some are already back for more")
NEW = Candidate("New customers", Tone.EXCITING, "their first order is still fresh")
BARGAIN = Candidate("Bargain buyers", Tone.MOTIVATING, "small baskets, seen recently", modest=True)
RETURNING = Candidate("Returning customers", Tone.MOTIVATING, "not new any more, and seen recently")
ACTIVE_CUSTOMERS = Candidate("Active customers", Tone.MOTIVATING, "seen recently")
NEEDS_ATTENTION = Candidate(
    "Needs attention", Tone.MOTIVATING, "good customers who have not been back for a while"
)
ABOUT_TO_LAPSE = Candidate("About to lapse", Tone.WELCOMING, "not back for some months, so a reminder is due")
AT_RISK_BIG_SPENDERS = Candidate(
    "At-risk big spenders", Tone.WELCOMING, "baskets far above the average, but quiet for months"
)
AT_RISK_HIGH_VALUE = Candidate(
    "At-risk high-value", Tone.WELCOMING, "they spent well above the average and have gone quiet"
)
AT_RISK_CUSTOMERS = Candidate("At risk", Tone.WELCOMING, "they used to come back and have gone quiet")
ONE_TIME = Candidate("One-time buyers", Tone.WELCOMING, "mostly a single order, and no second one since")
LAPSING_BARGAIN = Candidate(
    "Lapsing bargain buyers", Tone.WELCOMING, "small baskets, and quiet for months", modest=True
)
LAPSING = Candidate("Lapsing customers", Tone.WELCOMING, "quiet for months")
LAPSED_BIG_SPENDERS = Candidate(
    "Lapsed big spenders", Tone.WELCOMING, "baskets far above the average, but not back for a year or more"
)
LAPSED_HIGH_VALUE = Candidate(
    "Lapsed high-value", Tone.WELCOMING, "they spent well above the average, but not for a year or more"
)
LAPSED_REGULARS = Candidate(
    "Lapsed regulars", Tone.WELCOMING, "they used to come back, but not for a year or more"
)
LAPSED_BARGAIN = Candidate(
    "Lapsed bargain buyers", Tone.WELCOMING, "small baskets, and not back for a year or more", modest=True
)
LAPSED_ONE_TIME = Candidate(
    "Lapsed one-time buyers", Tone.WELCOMING, "mostly a single order, a year or more ago"
)
LAPSED_CUSTOMERS = Candidate("Lapsed customers", Tone.WELCOMING, "not back for a year or more")
DORMANT_BIG_SPENDERS = Candidate(
    "Dormant big spenders", Tone.WELCOMING, "baskets far above the average, but silent for two years or more"
)
DORMANT_HIGH_VALUE = Candidate(
    "Dormant high-value",
    Tone.WELCOMING,
    "they spent well above the average, but have been silent for two years or more",
)
DORMANT_REGULARS = Candidate(
    "Dormant regulars", Tone.WELCOMING, "they used to come back, but not for two years or more"
)
DORMANT_LOW_VALUE = Candidate(
    "Dormant low-value", Tone.WELCOMING, "little spent, and silent for two years or more", modest=True
)
DORMANT = Candidate("Dormant", Tone.WELCOMING, "silent for two years or more")
DORMANT_ONE_TIME = Candidate(
    "Dormant one-time buyers", Tone.WELCOMING, "mostly a single order, and silent for two years or more"
)
LOW_SPENDERS = Candidate("Low spenders", Tone.MOTIVATING, "they spend well below the average", modest=True)
AVERAGE = Candidate("Average customers", Tone.MOTIVATING, "nothing sets them apart from the others")
