-- One row per visitor, as the published tutorial counts: products on every hit that passes the purchase test
-- (its own test is "the hit is an event", so clicks and product views count too), prices without quantities.
SELECT
  s.fullVisitorId AS fullVisitorID,
  ABS(FARM_FINGERPRINT(s.fullVisitorId)) AS Hashed_fullVisitorID,
  MAX(s.device.operatingSystem) AS OS,
  COUNTIF(REGEXP_EXTRACT(hits_product.v2ProductCategory, r'^(?:(?:.*?)Home/)(.*?)/') = 'Apparel') AS Apparel,
  COUNTIF(REGEXP_EXTRACT(hits_product.v2ProductCategory, r'^(?:(?:.*?)Home/)(.*?)/') = 'Office') AS Office,
  COUNTIF(REGEXP_EXTRACT(hits_product.v2ProductCategory, r'^(?:(?:.*?)Home/)(.*?)/') = 'Electronics') AS Electronics,
  COUNTIF(REGEXP_EXTRACT(hits_product.v2ProductCategory, r'^(?:(?:.*?)Home/)(.*?)/') = 'Limited Supply') AS LimitedSupply,
  COUNTIF(REGEXP_EXTRACT(hits_product.v2ProductCategory, r'^(?:(?:.*?)Home/)(.*?)/') = 'Accessories') AS Accessories,
  COUNTIF(REGEXP_EXTRACT(hits_product.v2ProductCategory, r'^(?:(?:.*?)Home/)(.*?)/') = 'Shop by Brand') AS ShopByBrand,
  COUNTIF(REGEXP_EXTRACT(hits_product.v2ProductCategory, r'^(?:(?:.*?)Home/)(.*?)/') = 'Bags') AS Bags,
  ROUND(SUM(hits_product.productPrice / 1000000), 2) AS totalSpent_USD
FROM `ga_sessions_*` AS s, UNNEST(s.hits) AS hits, UNNEST(hits.product) AS hits_product
WHERE _TABLE_SUFFIX BETWEEN @date_from AND @date_to
  AND (@country IS NULL OR s.geoNetwork.country = @country)
  AND @purchase
GROUP BY fullVisitorID, Hashed_fullVisitorID
