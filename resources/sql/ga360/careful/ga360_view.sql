-- One row per visitor who looked at, put in the basket or bought a product up to the last day of the range.
-- Lists of products that a page merely showed (impressions) do not count as interest.
-- What was bought is decided by the purchase test; quantities count; the system is the one used last.
WITH product_hits AS (
  SELECT
    @customer_key AS customer_id,
    CONCAT(s.fullVisitorId, '/', CAST(s.visitId AS STRING)) AS session_id,
    PARSE_DATE('%Y%m%d', s.date) AS session_day,
    s.visitStartTime AS visit_start,
    s.device.operatingSystem AS operating_system,
    s.geoNetwork.country AS country,
    COALESCE(
      REGEXP_EXTRACT(hits_product.v2ProductCategory, r'Home/([^/]+)'),
      REGEXP_EXTRACT(hits_product.v2ProductCategory, r'^([^/(${}]+)$')
    ) AS category,
    -- An order's confirmation is often two hits, of which the second has no quantities: the order's own number
    -- counts it once.
    IF(
      @purchase,
      COALESCE(hits.transaction.transactionId, CONCAT(s.fullVisitorId, '/', CAST(s.visitId AS STRING), '/', CAST(hits.hitNumber AS STRING))),
      NULL
    ) AS purchase_id,
    IF(@purchase, COALESCE(hits_product.productQuantity, 0), 0) AS quantity,
    IF(
      @purchase,
      COALESCE(hits_product.productRevenue, hits_product.productPrice * hits_product.productQuantity, 0) / 1000000,
      0.0
    ) AS revenue,
    hits_product.v2ProductName AS product_name
  FROM `ga_sessions_*` AS s, UNNEST(s.hits) AS hits, UNNEST(hits.product) AS hits_product
  WHERE _TABLE_SUFFIX BETWEEN @date_from AND @date_to
    AND (@country IS NULL OR s.geoNetwork.country = @country)
    AND COALESCE(hits_product.isImpression, FALSE) = FALSE
),

product_interest AS (
  SELECT customer_id, product_name, SUM(quantity) AS bought, COUNT(*) AS seen
  FROM product_hits
  WHERE customer_id IS NOT NULL AND product_name IS NOT NULL
  GROUP BY customer_id, product_name
),

product_top AS (
  SELECT
    customer_id,
    ARRAY_AGG(product_name ORDER BY bought DESC, seen DESC, product_name LIMIT 3) AS top_products_user
  FROM product_interest
  GROUP BY customer_id
)

SELECT
  h.customer_id AS customer_id,
  ARRAY_AGG(h.operating_system IGNORE NULLS ORDER BY h.visit_start DESC, h.operating_system LIMIT 1)[SAFE_OFFSET(0)] AS OS,
  ARRAY_AGG(h.country IGNORE NULLS ORDER BY h.visit_start DESC, h.country LIMIT 1)[SAFE_OFFSET(0)] AS country,
  COUNT(DISTINCT h.session_id) AS sessions,
  COUNT(DISTINCT h.purchase_id) AS purchases,
  SUM(IF(h.category = 'Apparel', h.quantity, 0)) AS Apparel,
  SUM(IF(h.category = 'Office', h.quantity, 0)) AS Office,
  SUM(IF(h.category = 'Electronics', h.quantity, 0)) AS Electronics,
  SUM(IF(h.category = 'Limited Supply', h.quantity, 0)) AS LimitedSupply,
  SUM(IF(h.category = 'Accessories', h.quantity, 0)) AS Accessories,
  SUM(IF(h.category = 'Shop by Brand', h.quantity, 0)) AS ShopByBrand,
  SUM(IF(h.category = 'Bags', h.quantity, 0)) AS Bags,
  SUM(h.quantity) AS items,
  SUM(h.revenue) AS totalSpent_USD,
  DATE_DIFF(@as_of, MAX(h.session_day), DAY) AS days_since_last_visit,
  ANY_VALUE(t.top_products_user) AS top_products_user
FROM product_hits AS h
LEFT JOIN product_top AS t ON t.customer_id = h.customer_id
WHERE h.customer_id IS NOT NULL
GROUP BY h.customer_id
