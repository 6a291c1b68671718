"""Which names fit a segment: rules on recency, frequency, monetary value and affinity."""

from collections.abc import Iterator
from statistics import median

from segdesk.warehouse.recipes import Role
from segdesk.writing import naming_words as words
from segdesk.writing.facts import Tone
from segdesk.writing.naming_words import Candidate
from segdesk.writing.profile import Profile

# Months since the last order or visit.
_ACTIVE, _COOLING, _AT_RISK, _LAPSED = 3, 6, 12, 24

# Ratios to the mean of those who have bought.
_HIGH, _LOW = 1.4, 0.6
_BIG_BASKET = 1.6

_ONE_ORDER = 1.5
_SECOND_ORDER = 1.25
_NEW = 6
"""Months since the first order up to which a customer is new."""

_DRAWN = 150
_NOT_DRAWN = 60


def candidates(profile: Profile) -> tuple[Candidate, ...]:
    """Return the names that fit a segment, the most telling first; there is always one."""
    if profile.prospects:
        return (words.NEVER_BOUGHT if profile.never_bought else words.PROSPECTS,)
    by_purchases = tuple(_by_purchases(profile))
    by_affinity = tuple(_by_affinity(profile))
    if words.CHAMPIONS in by_purchases:
        return (*by_purchases, *by_affinity)
    return (*by_affinity, *by_purchases)


def _by_purchases(profile: Profile) -> Iterator[Candidate]:
    months = profile.months
    if months is None:
        yield from _at_any_time(profile)
    elif months < _ACTIVE:
        yield from _active(profile)
    elif months < _COOLING:
        yield from _cooling(profile)
    elif months < _AT_RISK:
        yield from _at_risk(profile)
    elif months < _LAPSED:
        yield from _lapsed(profile)
    else:
        yield from _dormant(profile)


def _active(profile: Profile) -> Iterator[Candidate]:
    again, tenure = _comes_again(profile), profile.tenure
    is_new = tenure is not None and tenure <= _NEW and not again
    if again and _high(profile) and profile.ratios.get(Role.FREQUENCY, 1.0) >= 1:
        yield words.CHAMPIONS
    if _big_basket(profile):
        yield words.BIG_SPENDERS
    if again:
        yield words.LOYAL
    if is_new and profile.orders is not None:
        yield words.PROMISING if profile.orders >= _SECOND_ORDER else words.NEW
    if _low_basket(profile) and not again:
        yield words.BARGAIN
    if _high(profile):
        yield words.ACTIVE_HIGH_VALUE
    if not is_new and not again and tenure is not None:
        yield words.RETURNING
    yield words.ACTIVE_CUSTOMERS


def _cooling(profile: Profile) -> Iterator[Candidate]:
    if _big_basket(profile):
        yield words.BIG_SPENDERS
    if _comes_again(profile) or _high(profile):
        yield words.NEEDS_ATTENTION
    if _single(profile):
        yield words.ONE_TIME
    yield words.ABOUT_TO_LAPSE


def _at_risk(profile: Profile) -> Iterator[Candidate]:
    if _big_basket(profile):
        yield words.AT_RISK_BIG_SPENDERS
    if _high(profile):
        yield words.AT_RISK_HIGH_VALUE
    if _comes_again(profile):
        yield words.AT_RISK_CUSTOMERS
    if _single(profile):
        yield words.ONE_TIME
    if _low_basket(profile):
        yield words.LAPSING_BARGAIN
    yield words.LAPSING


def _lapsed(profile: Profile) -> Iterator[Candidate]:
    if _big_basket(profile):
        yield words.LAPSED_BIG_SPENDERS
    if _high(profile):
        yield words.LAPSED_HIGH_VALUE
    if _comes_again(profile):
        yield words.LAPSED_REGULARS
    if _low_basket(profile):
        yield words.LAPSED_BARGAIN
    if _single(profile):
        yield words.LAPSED_ONE_TIME
    yield words.LAPSED_CUSTOMERS


def _dormant(profile: Profile) -> Iterator[Candidate]:
    if _big_basket(profile):
        yield words.DORMANT_BIG_SPENDERS
    if _high(profile):
        yield words.DORMANT_HIGH_VALUE
    if _comes_again(profile):
        yield words.DORMANT_REGULARS
    if _low(profile):
        yield words.DORMANT_LOW_VALUE
    yield words.DORMANT
    if _single(profile):
        yield words.DORMANT_ONE_TIME


def _at_any_time(profile: Profile) -> Iterator[Candidate]:
    """Yield names that say nothing of when."""
    if _big_basket(profile):
        yield words.BIG_SPENDERS
    if _high(profile):
        yield words.HIGH_VALUE
    if _comes_again(profile):
        yield words.REGULAR
    if _single(profile):
        yield words.ONE_TIME
    if _low(profile):
        yield words.LOW_SPENDERS
    yield words.AVERAGE


def _by_affinity(profile: Profile) -> Iterator[Candidate]:
    """Yield names by what the customers are drawn to, where something stands out."""
    if not profile.affinities:
        return
    people = "browsers" if profile.orders is None else "buyers"
    tone = _tone_of_affinity(profile)
    (first, top), *others = profile.affinities
    indexes = [index for _, index in profile.affinities]
    drawn = [index for index in indexes if index >= _DRAWN]
    if len(indexes) > 2 and len(drawn) >= 0.75 * len(indexes) and top < 2 * median(indexes):
        yield Candidate(f"All-round {people}", tone, "drawn to nearly everything more than the average")
    elif drawn:
        close = [name for name, index in others if index >= max(_DRAWN, 0.8 * top)]
        liked = f"{first} and {close[0]}" if len(close) == 1 else first
        yield Candidate(
            f"{liked} {people}", tone, f"drawn to {liked} {_times(top)} times as much as the average"
        )
    elif top <= _NOT_DRAWN:
        yield Candidate(f"Light {people}", tone, "drawn to everything less than the average")


def _times(index: float) -> str:
    return f"{index / 100:.1f}" if index < 1000 else f"{index / 100:,.0f}"


def _tone_of_affinity(profile: Profile) -> Tone:
    if profile.months is not None and profile.months >= _COOLING:
        return Tone.WELCOMING
    return Tone.EXCITING if profile.orders is None else Tone.MOTIVATING


def _comes_again(profile: Profile) -> bool:
    if profile.orders is None:
        return False
    return profile.orders >= 2.5 or (profile.orders >= 1.8 and profile.ratios.get(Role.ORDERS, 1.0) >= 1.3)


def _single(profile: Profile) -> bool:
    return profile.orders is not None and profile.orders < _ONE_ORDER


def _big_basket(profile: Profile) -> bool:
    """Whether baskets are big, and not of people who hardly buy."""
    return profile.ratios.get(Role.BASKET, 0.0) >= _BIG_BASKET and profile.ratios.get(Role.REVENUE, 1.0) >= 1


def _high(profile: Profile) -> bool:
    return profile.ratios.get(Role.REVENUE, 0.0) >= _HIGH


def _low_basket(profile: Profile) -> bool:
    return profile.ratios.get(Role.BASKET, 1.0) <= _LOW


def _low(profile: Profile) -> bool:
    return _low_basket(profile) or profile.ratios.get(Role.REVENUE, 1.0) <= _LOW
