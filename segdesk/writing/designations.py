"""One sentence on a segment: its figures, and what its name means."""

from enum import StrEnum

from segdesk.writing.profile import DAYS_A_MONTH, Profile

_BEFORE_THE_AMOUNT = ("$", "£", "¥", "₩", "₹")


class Last(StrEnum):
    """What recency counts from."""

    ORDER = "order"
    VISIT = "visit"
    ACTIVITY = "activity"
    """One of the two, it is not known which."""


def designation(profile: Profile, saying: str, *, currency: str = "$", last: Last = Last.ORDER) -> str:
    """Return the sentence, for instance "4.0 orders averaging $53 each, last one 11 months ago: ...".

    Parameters
    ----------
    saying
        What the segment's name means.
    currency
        A sign or a code; ``$`` and its like stand before the amount.
    last
        What recency counts from.
    """
    parts = [part for part in (_bought(profile, currency), _seen(profile, last)) if part]
    figures = ", ".join(parts) or _size(profile)
    return f"{figures[0].upper()}{figures[1:]}: {saying}."


def _bought(profile: Profile, currency: str) -> str:
    if profile.never_bought:
        return f"{_size(profile)} without an order"
    if profile.orders is None:
        return f"{money(profile.revenue, currency)} spent on average" if profile.revenue is not None else ""
    if profile.prospects:
        return f"{profile.orders:.2f} orders on average"
    orders = f"{profile.orders:.1f} orders"
    if profile.basket is not None:
        return f"{orders} averaging {money(profile.basket, currency)} each"
    if profile.revenue is not None:
        return f"{orders} worth {money(profile.revenue, currency)} in all"
    return f"{orders} on average"


def _seen(profile: Profile, last: Last) -> str:
    if profile.months is None:
        return ""
    if last is Last.ACTIVITY:
        return f"last active {ago(profile.months)}"
    if last is Last.ORDER and profile.orders is not None:
        return f"last one {ago(profile.months)}"
    return f"last {last.value} {ago(profile.months)}"


def _size(profile: Profile) -> str:
    return f"{profile.size:,} customer{'' if profile.size == 1 else 's'}"


def money(amount: float, currency: str) -> str:
    """Return an amount for a person, with cents only where they matter."""
    digits = f"{amount:,.0f}" if amount >= 10 or amount == 0 else f"{amount:,.2f}"
    return f"{currency}{digits}" if currency.endswith(_BEFORE_THE_AMOUNT) else f"{digits} {currency}"


def ago(months: float) -> str:
    """Return a span of time for a person: in days, months or years, whichever says most."""
    days = months * DAYS_A_MONTH
    if days < 1:
        return "less than a day ago"
    if round(days) < 60:
        return _count(round(days), "day")
    if round(months) < 24:
        return _count(round(months), "month")
    return f"{months / 12:.1f} years ago"


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'} ago"
