"""What a writer may know of a customer and of a segment. Never an address; never a surname."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from segdesk.warehouse.recipes import Role


class Tone(StrEnum):
    """How customers of a segment are spoken to."""

    EXCLUSIVE = "exclusive"
    """The best customers."""
    MOTIVATING = "motivating"
    """Active customers."""
    EXCITING = "exciting"
    """New or promising customers."""
    WELCOMING = "welcoming"
    """Dormant and lapsing customers."""
    INVITING = "inviting"
    """People who have never bought."""


@dataclass(frozen=True)
class CustomerFacts:
    """What an email may be made of. Everything but the key, the language and the segment may be unknown.

    Attributes
    ----------
    customer
        The key, as text.
    first_name
        For the greeting only, which is merged on this machine; it never goes into a prompt.
    language
        Code of the language to write in.
    avg_basket, total_revenue
        In the shop's currency.
    orders_per_month
        Average over the time since the first order.
    recency, recency_unit
        Time since the last order or visit, in ``days`` or ``months``.
    last_event
        ``purchase``, ``cart``, ``product``, ``department``, ``home``, ``cancel``, or a shop's own word.
    top_products, top_products_country
        At most three names, the most bought first.
    """

    customer: str
    language: str
    segment: str
    label: str
    designation: str
    tone: Tone
    first_name: str | None = None
    country: str | None = None
    total_orders: int | None = None
    avg_basket: float | None = None
    total_revenue: float | None = None
    orders_per_month: float | None = None
    recency: float | None = None
    recency_unit: str = "days"
    last_event: str | None = None
    top_products: tuple[str, ...] = ()
    top_products_country: tuple[str, ...] = ()


@dataclass(frozen=True)
class SegmentFacts:
    """What a segment's name is made of.

    Attributes
    ----------
    segment
        For instance ``seg_1``.
    size, share
        Customers, and their part of all customers between 0 and 1.
    never_bought
        Whether these are the customers who were set aside because they never bought.
    values, average
        Mean of each role's feature, in its unit, in the segment and over all customers.
    affinities
        Category (for instance ``Apparel``) to index: 100 is the average customer.
    recency_unit
        ``days`` or ``months``.
    """

    segment: str
    size: int
    share: float
    never_bought: bool = False
    values: Mapping[Role, float] = field(default_factory=dict)
    average: Mapping[Role, float] = field(default_factory=dict)
    affinities: Mapping[str, float] = field(default_factory=dict)
    recency_unit: str = "days"


@dataclass(frozen=True)
class SegmentName:
    """A segment's name and what it says of its customers.

    Attributes
    ----------
    name
        A few words, unique in a project.
    designation
        One sentence with the figures behind the name.
    """

    segment: str
    name: str
    designation: str
    tone: Tone
