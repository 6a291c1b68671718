"""The columns of a day of Analytics sessions: those of the BigQuery export that analysts use."""

import pyarrow as pa

from segdesk.warehouse.sample.draw import Flags


def _struct(**fields: pa.DataType) -> pa.StructType:
    return pa.struct(list(fields.items()))


_INT, _TEXT, _BOOL = pa.int64(), pa.string(), pa.bool_()

TOTALS = _struct(
    visits=_INT,
    hits=_INT,
    pageviews=_INT,
    timeOnSite=_INT,
    bounces=_INT,
    transactions=_INT,
    transactionRevenue=_INT,
    newVisits=_INT,
    totalTransactionRevenue=_INT,
)
TRAFFIC_SOURCE = _struct(
    referralPath=_TEXT,
    campaign=_TEXT,
    source=_TEXT,
    medium=_TEXT,
    keyword=_TEXT,
    adContent=_TEXT,
    isTrueDirect=_BOOL,
)
DEVICE = _struct(browser=_TEXT, operatingSystem=_TEXT, isMobile=_BOOL, deviceCategory=_TEXT)
GEO_NETWORK = _struct(
    continent=_TEXT,
    subContinent=_TEXT,
    country=_TEXT,
    region=_TEXT,
    metro=_TEXT,
    city=_TEXT,
    networkDomain=_TEXT,
)
DIMENSION = _struct(index=_INT, value=_TEXT)
PAGE = _struct(pagePath=_TEXT, hostname=_TEXT, pageTitle=_TEXT)
TRANSACTION = _struct(
    transactionId=_TEXT,
    transactionRevenue=_INT,
    transactionTax=_INT,
    transactionShipping=_INT,
    affiliation=_TEXT,
    currencyCode=_TEXT,
)
ITEM = _struct(
    transactionId=_TEXT,
    productName=_TEXT,
    productCategory=_TEXT,
    productSku=_TEXT,
    itemQuantity=_INT,
    itemRevenue=_INT,
    currencyCode=_TEXT,
)
EVENT = _struct(eventCategory=_TEXT, eventAction=_TEXT, eventLabel=_TEXT, eventValue=_INT)
PRODUCT = _struct(
    productSKU=_TEXT,
    v2ProductName=_TEXT,
    v2ProductCategory=_TEXT,
    productVariant=_TEXT,
    productBrand=_TEXT,
    productRevenue=_INT,
    localProductRevenue=_INT,
    productPrice=_INT,
    localProductPrice=_INT,
    productQuantity=_INT,
    isImpression=_BOOL,
    isClick=_BOOL,
    productListName=_TEXT,
    productListPosition=_INT,
)
ACTION = _struct(action_type=_TEXT, step=_INT, option=_TEXT)
HIT = _struct(
    hitNumber=_INT,
    time=_INT,
    hour=_INT,
    minute=_INT,
    isInteraction=_BOOL,
    isEntrance=_BOOL,
    isExit=_BOOL,
    page=PAGE,
    transaction=TRANSACTION,
    item=ITEM,
    eventInfo=EVENT,
    product=pa.list_(PRODUCT),
    eCommerceAction=ACTION,
    type=_TEXT,
    dataSource=_TEXT,
)
SESSIONS = pa.schema(
    {
        "visitorId": _INT,
        "visitNumber": _INT,
        "visitId": _INT,
        "visitStartTime": _INT,
        "date": _TEXT,
        "totals": TOTALS,
        "trafficSource": TRAFFIC_SOURCE,
        "device": DEVICE,
        "geoNetwork": GEO_NETWORK,
        "customDimensions": pa.list_(DIMENSION),
        "hits": pa.list_(HIT),
        "fullVisitorId": _TEXT,
        "userId": _TEXT,
        "clientId": _TEXT,
        "channelGrouping": _TEXT,
        "socialEngagementType": _TEXT,
    }
)


def records(kind: pa.StructType, missing: Flags | None = None, **columns: pa.Array) -> pa.StructArray:
    """Return structs of a type, null where ``missing``; every field must be given by its name."""
    if set(columns) != set(kind.names):
        raise ValueError(f"the fields of {kind} are not {sorted(columns)}")
    fields = [kind.field(i) for i in range(kind.num_fields)]
    mask = None if missing is None else pa.array(missing)
    return pa.StructArray.from_arrays([columns[f.name] for f in fields], fields=fields, mask=mask)
