-- One row per customer of the shop, as known at the end of the day @as_of.
-- Cancelled and returned items do not count. What a customer without orders has never done stays NULL.
WITH bought_items AS (
  SELECT
    o.user_id,
    o.order_id,
    DATE(o.created_at) AS order_day,
    i.product_id,
    i.sale_price
  FROM `orders` AS o
  JOIN `order_items` AS i ON i.order_id = o.order_id
  WHERE DATE(o.created_at) <= @as_of
    AND COALESCE(o.status, '') NOT IN ('Cancelled', 'Returned')
    AND COALESCE(i.status, '') NOT IN ('Cancelled', 'Returned')
),

purchases AS (
  SELECT
    user_id,
    COUNT(DISTINCT order_id) AS total_orders,
    COUNT(*) AS total_items,
    SUM(sale_price) AS total_revenue,
    MIN(order_day) AS first_order_day,
    MAX(order_day) AS last_order_day
  FROM bought_items
  GROUP BY user_id
),

user_products AS (
  SELECT b.user_id, p.name AS product_name, COUNT(*) AS product_count
  FROM bought_items AS b
  JOIN `products` AS p ON p.id = b.product_id
  WHERE p.name IS NOT NULL
  GROUP BY b.user_id, p.name
),

-- Most products are bought once, so the name breaks the ties: the same three every time.
user_top AS (
  SELECT user_id, ARRAY_AGG(product_name ORDER BY product_count DESC, product_name LIMIT 3) AS top_products_user
  FROM user_products
  GROUP BY user_id
),

country_products AS (
  SELECT u.country, c.product_name, SUM(c.product_count) AS product_count
  FROM user_products AS c
  JOIN `users` AS u ON u.id = c.user_id
  GROUP BY u.country, c.product_name
),

country_top AS (
  SELECT country, ARRAY_AGG(product_name ORDER BY product_count DESC, product_name LIMIT 3) AS top_products_country
  FROM country_products
  GROUP BY country
),

latest_event AS (
  SELECT user_id, ARRAY_AGG(event_type ORDER BY created_at DESC, id DESC LIMIT 1)[SAFE_OFFSET(0)] AS last_event
  FROM `events`
  WHERE user_id IS NOT NULL AND DATE(created_at) <= @as_of
  GROUP BY user_id
)

SELECT
  u.id AS user_id,
  u.first_name AS first_name,
  u.email AS email,
  u.country AS country,
  COALESCE(p.total_orders, 0) AS total_orders,
  COALESCE(p.total_items, 0) AS total_items,
  SAFE_DIVIDE(p.total_revenue, p.total_orders) AS avg_basket,
  COALESCE(p.total_revenue, 0.0) AS total_revenue,
  t.top_products_user AS top_products_user,
  e.last_event AS last_event,
  c.top_products_country AS top_products_country,
  DATE_DIFF(@as_of, p.last_order_day, DAY) AS days_since_last_order,
  -- A month is 365.25 / 12 days. Someone who bought for the first time this week has one month, not a hundredth.
  p.total_orders / GREATEST(1.0, DATE_DIFF(@as_of, p.first_order_day, DAY) / 30.4375) AS freq_orders_per_month
FROM `users` AS u
LEFT JOIN purchases AS p ON p.user_id = u.id
LEFT JOIN user_top AS t ON t.user_id = u.id
LEFT JOIN latest_event AS e ON e.user_id = u.id
LEFT JOIN country_top AS c ON c.country = u.country
WHERE u.created_at IS NULL OR DATE(u.created_at) <= @as_of
ORDER BY user_id
