"""How the store's visitors behave: a mixture that a segmentation should find again."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Behaviour:
    """One kind of visitor.

    Attributes
    ----------
    name
        For whoever reads the code.
    share
        Of all visitors.
    more_visits
        Mean number of visits after the first.
    bounce
        Share of visits that end on the first page.
    steps, more_steps
        Category pages seen in another visit: the least, and the mean on top.
    click, cart, buy
        Chance that a page leads to a click, that a click leads to the cart, and that a cart is bought.
    group
        Second level of the categories that this kind looks for; empty for any.
    only
        Share of pages within that group.
    quantity
        Mean quantity put into the cart on top of one.
    member
        Whether the store knows the visitor by a user id.
    """

    name: str
    share: float
    more_visits: float = 0.0
    bounce: float = 0.2
    steps: int = 1
    more_steps: float = 0.0
    click: float = 0.0
    cart: float = 0.0
    buy: float = 0.0
    group: str = ""
    only: float = 0.85
    quantity: float = 0.3
    member: bool = False


def _looks_for(group: str, share: float) -> Behaviour:
    return Behaviour(f"looks for {group}", share, 0.5, 0.2, 2, 2.0, 0.65, 0.12, 0.15, group)


BEHAVIOURS = (
    Behaviour("bounces", 0.44, more_visits=0.08, bounce=1.0),
    Behaviour("looks around", 0.305, more_visits=0.2, more_steps=1.2, click=0.12),
    _looks_for("Apparel", 0.075),
    _looks_for("Office", 0.03),
    _looks_for("Electronics", 0.035),
    _looks_for("Bags", 0.035),
    _looks_for("Drinkware", 0.025),
    _looks_for("Accessories", 0.02),
    _looks_for("Shop by Brand", 0.025),
    Behaviour("buys", 0.009, 2.0, 0.1, 3, 3.0, 0.7, 0.5, 0.6, member=True),
    Behaviour("buys in bulk", 0.001, 1.0, 0.1, 3, 4.0, 0.8, 0.5, 0.7, "Office", quantity=40, member=True),
    # As in the public set: one visitor with hundreds of clicks on office products, who buys nothing.
    Behaviour("outlier", 0.0, bounce=0.0, steps=85, click=1.0, group="Office", only=1.0),
)
OUTLIER = len(BEHAVIOURS) - 1
