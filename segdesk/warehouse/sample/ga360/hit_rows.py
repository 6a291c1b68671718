"""From hits to the nested rows of the export."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from segdesk.warehouse.sample.columns import chosen, integers, lists, true_where
from segdesk.warehouse.sample.draw import Flags
from segdesk.warehouse.sample.ga360 import products
from segdesk.warehouse.sample.ga360.hits import EVENTS, Hits, Kind
from segdesk.warehouse.sample.ga360.purchases import Purchases
from segdesk.warehouse.sample.ga360.schema import ACTION, EVENT, HIT, ITEM, PAGE, TRANSACTION, records
from segdesk.warehouse.sample.ga360.store import Store
from segdesk.warehouse.sample.ga360.visits import Visits
from segdesk.warehouse.sample.timing import HOUR

_HOST = "shop.example.com"
_AFFILIATION = "Sample Merchandise Store"
_CURRENCY = "USD"


@dataclass(frozen=True)
class _Look:
    """How a kind of hit is exported; a path of None is the page of the step's category."""

    kind: Kind
    action: str
    path: str | None
    title: str
    step: int = 1
    option: str | None = None
    event: str | None = None


_LOOKS = (
    _Look(Kind.HOME, "0", "/home", "Home"),
    _Look(Kind.LIST, "0", None, ""),
    _Look(Kind.CLICK, "1", None, "", event="Product Click"),
    _Look(Kind.DETAIL, "2", None, ""),
    _Look(Kind.CART, "3", None, "", event="Add to Cart"),
    _Look(Kind.REMOVE, "4", "/basket.html", "Shopping Cart", event="Remove from Cart"),
    _Look(Kind.BASKET, "0", "/basket.html", "Shopping Cart"),
    _Look(Kind.BILLING, "5", "/yourinfo.html", "Checkout Your Information", 1, "Billing and Shipping"),
    _Look(Kind.PAYMENT, "5", "/payment.html", "Payment Method", 2, "Payment"),
    _Look(Kind.REVIEW, "5", "/revieworder.html", "Checkout Review", 3, "Review"),
    _Look(Kind.DONE, "6", "/ordercompleted.html", "Checkout Confirmation"),
    _Look(Kind.DONE_AGAIN, "6", "/ordercompleted.html", "Checkout Confirmation"),
)


def make(rng: np.random.Generator, visits: Visits, hits: Hits, store: Store, paid: Purchases) -> pa.ListArray:
    """Return the list of hits of each visit."""
    size, end = len(hits.visit), np.cumsum(hits.count)
    event = np.isin(hits.kind, EVENTS)
    second = visits.second[hits.visit] + hits.time // 1000
    first = np.zeros(size, dtype=bool)
    first[end - hits.count] = True
    goods = products.make(hits, store)
    values = records(
        HIT,
        hitNumber=integers(np.arange(size) - (end - hits.count)[hits.visit] + 1),
        time=integers(hits.time),
        hour=integers(second // HOUR % 24),
        minute=integers(second // 60 % 60),
        isInteraction=pa.array(np.ones(size, dtype=bool)),
        isEntrance=true_where(first),
        isExit=true_where(_exits(hits, event)),
        page=_pages(hits, store),
        transaction=_transactions(hits, paid),
        item=_items(hits, paid),
        eventInfo=_events(hits, event),
        product=lists(goods.count, products.rows(rng, hits, store, goods)),
        eCommerceAction=records(
            ACTION,
            action_type=chosen([look.action for look in _LOOKS], hits.kind),
            step=integers(np.array([look.step for look in _LOOKS])[hits.kind]),
            option=chosen([look.option for look in _LOOKS], hits.kind),
        ),
        type=chosen(("PAGE", "EVENT"), event.astype(np.int64)),
        dataSource=pa.repeat("web", size),
    )
    return lists(hits.count, values)


def _exits(hits: Hits, event: Flags) -> Flags:
    """Return which hit is the last page of its visit."""
    pages = np.flatnonzero(~event)
    last = np.diff(hits.visit[pages], append=-1) != 0
    exits = np.zeros(len(event), dtype=bool)
    exits[pages[last]] = True
    return exits


def _pages(hits: Hits, store: Store) -> pa.StructArray:
    fixed = [look.path or "" for look in _LOOKS]
    category = np.append(hits.seen.category, 0)[hits.step]  # step -1 finds the 0, which is not used
    paths = np.concatenate([fixed, store.page, [f"{page}/quickview" for page in store.page]])
    named = [path.rstrip("/").split("/")[-1] for path in store.category]
    titles = np.concatenate([[look.title for look in _LOOKS], named, named])
    own = np.array([look.path is None for look in _LOOKS])[hits.kind]
    quick = np.where(hits.kind == Kind.DETAIL, len(store.page), 0)
    page = np.where(own, len(fixed) + quick + category, hits.kind)
    return records(
        PAGE,
        pagePath=chosen(paths, page),
        hostname=pa.repeat(_HOST, len(page)),
        pageTitle=chosen(titles, page),
    )


def _transactions(hits: Hits, paid: Purchases) -> pa.StructArray:
    visit, unpaid = hits.visit, hits.kind != Kind.DONE
    return records(
        TRANSACTION,
        hits.kind < Kind.DONE,
        transactionId=paid.id.take(pa.array(visit)),
        transactionRevenue=integers(paid.total[visit], unpaid),
        transactionTax=integers(paid.tax[visit], unpaid),
        transactionShipping=integers(paid.shipping[visit], unpaid),
        affiliation=pa.repeat(_AFFILIATION, len(visit)),
        currencyCode=pa.repeat(_CURRENCY, len(visit)),
    )


def _items(hits: Hits, paid: Purchases) -> pa.StructArray:
    """Return the items of the older kind of transaction, which this store does not send: ids only."""
    size = len(hits.visit)
    return records(
        ITEM,
        hits.kind < Kind.DONE,
        transactionId=paid.id.take(pa.array(hits.visit)),
        productName=pa.nulls(size, pa.string()),
        productCategory=pa.nulls(size, pa.string()),
        productSku=pa.nulls(size, pa.string()),
        itemQuantity=pa.nulls(size, pa.int64()),
        itemRevenue=pa.nulls(size, pa.int64()),
        currencyCode=pa.repeat(_CURRENCY, size),
    )


def _events(hits: Hits, event: Flags) -> pa.StructArray:
    size = len(event)
    return records(
        EVENT,
        ~event,
        eventCategory=pa.repeat("Enhanced Ecommerce", size),
        eventAction=chosen([look.event for look in _LOOKS], hits.kind),
        eventLabel=pa.nulls(size, pa.string()),
        eventValue=pa.nulls(size, pa.int64()),
    )
