"""Recipes: how raw tables become one row per customer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from segdesk.project.settings import Mode, Preparation, RecipeName, Scale, Transform


class Kind(StrEnum):
    """Whether a feature is measured or told apart."""

    NUMBER = "number"
    CATEGORY = "category"


class Role(StrEnum):
    """What a feature says of a customer; naming a segment goes by this, never by a column's name."""

    ORDERS = "orders"
    BASKET = "basket"
    REVENUE = "revenue"
    RECENCY = "recency"
    """Time since the last purchase or visit: less is better."""
    FREQUENCY = "frequency"
    AFFINITY = "affinity"
    """How much of one product category."""
    DEMOGRAPHIC = "demographic"
    OTHER = "other"


@dataclass(frozen=True)
class Feature:
    """A column that customers can be clustered on.

    Attributes
    ----------
    name
        The column.
    unit
        For a person, for instance ``orders`` or ``USD``.
    role
        What it says of a customer.
    kind
        Number or category.
    preparation
        The recipe's default on the way to clustering.
    title
        Its name in words, for instance ``Average basket``.
    offered
        Whether the recipe clusters on it unless told otherwise.
    """

    name: str
    unit: str = ""
    role: Role = Role.OTHER
    kind: Kind = Kind.NUMBER
    preparation: Preparation = field(default_factory=Preparation)
    title: str = ""
    offered: bool = True


@dataclass(frozen=True)
class Recipe:
    """What it takes to get from a source's tables to the customers.

    Attributes
    ----------
    name, mode
        Which recipe this is.
    table
        Name of the customer table, as the reference document calls it.
    key
        Column that identifies a customer.
    features
        What can be clustered on. Other columns are carried along.
    required
        Table to column to GoogleSQL type: what the source must hold.
    views
        Names of intermediate views, in order; each is a file of that name.
    query
        Name of the file with the final query.
    never_bought
        Column that is 0 for customers who never bought, where those are set aside.
    notes
        Sentences that a person should read with the result.
    """

    name: RecipeName
    mode: Mode
    table: str
    key: str
    features: tuple[Feature, ...]
    required: Mapping[str, Mapping[str, str]]
    query: str
    views: tuple[str, ...] = ()
    never_bought: str | None = None
    notes: tuple[str, ...] = ()


_LOG = Preparation(transform=Transform.LOG1P)
_SAMPLE_Z = Preparation(scale=Scale.Z_SCORE_SAMPLE)

_THELOOK_TABLES: Mapping[str, Mapping[str, str]] = {
    "users": {
        "id": "INT64",
        "first_name": "STRING",
        "email": "STRING",
        "country": "STRING",
        "created_at": "TIMESTAMP",
    },
    "orders": {"order_id": "INT64", "user_id": "INT64", "status": "STRING", "created_at": "TIMESTAMP"},
    "order_items": {"order_id": "INT64", "product_id": "INT64", "status": "STRING", "sale_price": "FLOAT64"},
    "products": {"id": "INT64", "name": "STRING"},
    "events": {"id": "INT64", "user_id": "INT64", "event_type": "STRING", "created_at": "TIMESTAMP"},
}

_GA360_TABLES: Mapping[str, Mapping[str, str]] = {
    "ga_sessions_*": {"fullVisitorId": "STRING", "visitId": "INT64", "date": "STRING", "hits": "ARRAY"},
}

_THELOOK_CAREFUL = Recipe(
    name=RecipeName.THELOOK,
    mode=Mode.CAREFUL,
    table="parametric",
    key="user_id",
    required=_THELOOK_TABLES,
    query="parametric",
    never_bought="total_orders",
    features=(
        Feature("total_orders", "orders", Role.ORDERS, preparation=_LOG, title="Orders"),
        Feature("total_items", "items", preparation=_LOG, title="Items", offered=False),
        Feature("avg_basket", "USD", Role.BASKET, preparation=_LOG, title="Average basket"),
        # Revenue is orders times basket: clustering on all three would count it twice.
        Feature("total_revenue", "USD", Role.REVENUE, preparation=_LOG, title="Revenue", offered=False),
        Feature(
            "days_since_last_order", "days", Role.RECENCY, preparation=_LOG, title="Days since last order"
        ),
        Feature(
            "freq_orders_per_month",
            "orders a month",
            Role.FREQUENCY,
            preparation=_LOG,
            title="Orders a month",
        ),
    ),
)

_THELOOK_NOTEBOOK = Recipe(
    name=RecipeName.THELOOK,
    mode=Mode.NOTEBOOK,
    table="parametric",
    key="user_id",
    required=_THELOOK_TABLES,
    query="parametric",
    features=(
        Feature("total_orders", "items", Role.ORDERS, title="Orders (items)"),
        Feature("avg_basket", "USD", Role.BASKET, title="Average item price"),
        Feature("total_revenue", "USD", Role.REVENUE, title="Revenue"),
        Feature("months_since_last_order", "months", Role.RECENCY, title="Months since last order"),
        Feature("freq_orders_per_month", "items a month", Role.FREQUENCY, title="Items a month"),
        Feature("freq_orders_per_quarter", "items a quarter", title="Items a quarter"),
    ),
)

_CATEGORIES = {
    "Apparel": "Apparel",
    "Office": "Office",
    "Electronics": "Electronics",
    "LimitedSupply": "Limited supply",
    "Accessories": "Accessories",
    "ShopByBrand": "Shop by brand",
    "Bags": "Bags",
}

_SYNTHETIC_CRM = (
    "Gender and household income are made up from a hash of the visitor; give a CRM file to replace them"
)

_GA360_CAREFUL = Recipe(
    name=RecipeName.GA360,
    mode=Mode.CAREFUL,
    table="final_view",
    key="fullVisitorId",
    required=_GA360_TABLES,
    views=("ga360_view", "crm_view"),
    query="final_view",
    never_bought="purchases",
    notes=(_SYNTHETIC_CRM,),
    features=(
        Feature("OS", kind=Kind.CATEGORY, title="Operating system", offered=False),
        Feature("sessions", "sessions", Role.FREQUENCY, preparation=_LOG, title="Sessions with products"),
        Feature("purchases", "purchases", Role.ORDERS, preparation=_LOG, title="Purchases"),
        *(
            Feature(name, "items", Role.AFFINITY, preparation=_LOG, title=title)
            for name, title in _CATEGORIES.items()
        ),
        Feature("items", "items", preparation=_LOG, title="Items", offered=False),
        Feature("totalSpent_USD", "USD", Role.REVENUE, preparation=_LOG, title="Spent"),
        Feature("days_since_last_visit", "days", Role.RECENCY, title="Days since last visit"),
        Feature("gender", role=Role.DEMOGRAPHIC, kind=Kind.CATEGORY, title="Gender", offered=False),
        Feature("hhi", "USD", Role.DEMOGRAPHIC, title="Household income", offered=False),
    ),
)

_GA360_NOTEBOOK = Recipe(
    name=RecipeName.GA360,
    mode=Mode.NOTEBOOK,
    table="final_view",
    key="fullVisitorID",
    required=_GA360_TABLES,
    views=("ga360_view", "crm_view"),
    query="final_view",
    notes=(_SYNTHETIC_CRM,),
    features=(
        Feature("OS", kind=Kind.CATEGORY, title="Operating system"),
        *(
            Feature(name, "product events", Role.AFFINITY, preparation=_SAMPLE_Z, title=title)
            for name, title in _CATEGORIES.items()
        ),
        Feature("totalSpent_USD", "USD", Role.REVENUE, preparation=_SAMPLE_Z, title="Prices seen"),
        Feature("gender", role=Role.DEMOGRAPHIC, kind=Kind.CATEGORY, title="Gender"),
        Feature("hhi", "USD", Role.DEMOGRAPHIC, preparation=_SAMPLE_Z, title="Household income"),
    ),
)

_BUILT_IN = (_THELOOK_CAREFUL, _THELOOK_NOTEBOOK, _GA360_CAREFUL, _GA360_NOTEBOOK)


def built_in(name: RecipeName, mode: Mode) -> Recipe:
    """Return one of the recipes that segdesk ships.

    Raises
    ------
    KeyError
        For the custom recipe, which is made from a person's settings.
    """
    for recipe in _BUILT_IN:
        if (recipe.name, recipe.mode) == (name, mode):
            return recipe
    raise KeyError(name)
