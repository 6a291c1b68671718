"""From visits to the nested rows of the export."""

import numpy as np
import pyarrow as pa

from segdesk.warehouse.sample.columns import chosen, integers, lists, true_where
from segdesk.warehouse.sample.draw import Ints
from segdesk.warehouse.sample.ga360 import hit_rows, purchases
from segdesk.warehouse.sample.ga360.hits import EVENTS, Hits
from segdesk.warehouse.sample.ga360.products import NOT_SET
from segdesk.warehouse.sample.ga360.purchases import Purchases
from segdesk.warehouse.sample.ga360.schema import (
    DEVICE,
    DIMENSION,
    GEO_NETWORK,
    SESSIONS,
    TOTALS,
    TRAFFIC_SOURCE,
    records,
)
from segdesk.warehouse.sample.ga360.store import Store
from segdesk.warehouse.sample.ga360.visits import Visitors, Visits, dates
from segdesk.warehouse.sample.words import texts, words

_MARKET_DIMENSION, _MARKET_MISSING = 4, 0.24


def table(rng: np.random.Generator, visitors: Visitors, visits: Visits, hits: Hits, store: Store) -> pa.Table:
    """Return one row per visit."""
    who, start = visits.visitor, visits.start()
    source, size = visitors.source[who], len(who)
    paid = purchases.make(rng, visits, hits, store)
    day = [f"{d:%Y%m%d}" for d in dates()]
    columns = {
        "visitorId": pa.nulls(size, pa.int64()),
        "visitNumber": integers(visits.number),
        "visitId": integers(start),
        "visitStartTime": integers(start),
        "date": chosen(day, visits.day),
        "totals": _totals(visits, hits, paid),
        "trafficSource": _traffic_source(visits, source),
        "device": _devices(visits.device),
        "geoNetwork": _geo_network(rng, visitors.place[who]),
        "customDimensions": _markets(rng, visitors.place[who]),
        "hits": hit_rows.make(rng, visits, hits, store, paid),
        "fullVisitorId": visitors.full_id.take(pa.array(who)),
        "userId": visitors.user_id.take(pa.array(who)),
        "clientId": visitors.client_id.take(pa.array(who)),
        "channelGrouping": _word("sources", "channel", source),
        "socialEngagementType": pa.repeat("Not Socially Engaged", size),
    }
    return pa.table(columns, schema=SESSIONS)


def _word(list_name: str, column: str, row: Ints) -> pa.Array:
    """Return a column of a word list; what is empty there is null."""
    table = words(f"ga360_{list_name}")
    return chosen([text or None for text in texts(table, column)], row)


def _totals(visits: Visits, hits: Hits, paid: Purchases) -> pa.StructArray:
    size = len(hits.count)
    pages = np.bincount(hits.visit, ~np.isin(hits.kind, EVENTS), minlength=size).astype(np.int64)
    end = np.cumsum(hits.count) - 1
    seconds = hits.time[end] // 1000
    bounced, bought = hits.count == 1, hits.bought
    ones = np.ones(size, dtype=np.int64)
    return records(
        TOTALS,
        visits=integers(ones),
        hits=integers(hits.count),
        pageviews=integers(pages),
        timeOnSite=integers(seconds, bounced),
        bounces=integers(ones, ~bounced),
        transactions=integers(ones, ~bought),
        transactionRevenue=integers(paid.goods, ~bought),
        newVisits=integers(ones, visits.number > 1),
        totalTransactionRevenue=integers(paid.total, ~bought),
    )


def _traffic_source(visits: Visits, source: Ints) -> pa.StructArray:
    direct = texts(words("ga360_sources"), "source") == "(direct)"
    return records(
        TRAFFIC_SOURCE,
        referralPath=_word("sources", "referral_path", source),
        campaign=_word("sources", "campaign", source),
        source=_word("sources", "source", source),
        medium=_word("sources", "medium", source),
        keyword=_word("sources", "keyword", source),
        adContent=pa.nulls(len(source), pa.string()),
        isTrueDirect=true_where(direct[source] | (visits.number > 1)),
    )


def _devices(device: Ints) -> pa.StructArray:
    mobile = np.asarray(words("ga360_devices")["mobile"].to_pylist(), dtype=bool)
    return records(
        DEVICE,
        browser=_word("devices", "browser", device),
        operatingSystem=_word("devices", "system", device),
        isMobile=pa.array(mobile[device]),
        deviceCategory=_word("devices", "category", device),
    )


def _geo_network(rng: np.random.Generator, place: Ints) -> pa.StructArray:
    names = ("continent", "country", "region", "metro", "city")
    return records(
        GEO_NETWORK,
        subContinent=_word("places", "sub_continent", place),
        networkDomain=chosen((NOT_SET, "unknown.unknown"), rng.integers(0, 2, len(place))),
        **{name: _word("places", name, place) for name in names},
    )


def _markets(rng: np.random.Generator, place: Ints) -> pa.ListArray:
    """Return the custom dimension that names the market, for most visits."""
    market = texts(words("ga360_places"), "market")
    there = (market != "")[place] & (rng.random(len(place)) >= _MARKET_MISSING)
    values = records(
        DIMENSION,
        index=integers(np.full(int(there.sum()), _MARKET_DIMENSION)),
        value=chosen(market, place[there]),
    )
    return lists(there.astype(np.int64), values)
