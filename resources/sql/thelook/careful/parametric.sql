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

-- Products of one name are one product. Its number stands for the name until the end: there are few names, but
-- millions of customers. Numbers sort as the names do.
numbered_products AS (
  SELECT id, name, DENSE_RANK() OVER (ORDER BY name) AS number
  FROM `products`
  WHERE name IS NOT NULL
),

product_names AS (
  SELECT number, MIN(name) AS name
  FROM numbered_products
  GROUP BY number
),

user_products AS (
  SELECT b.user_id, p.number, COUNT(*) AS product_count
  FROM bought_items AS b
  JOIN numbered_products AS p ON p.id = b.product_id
  GROUP BY b.user_id, p.number
),

-- Most products are bought once, so the name breaks the ties: the same three every time.
user_places AS (
  SELECT user_id, number, ROW_NUMBER() OVER (PARTITION BY user_id ORDER BY product_count DESC, number) AS place
  FROM user_products
),

user_top AS (
  SELECT
    user_id,
    MAX(IF(place = 1, number, NULL)) AS product_1,
    MAX(IF(place = 2, number, NULL)) AS product_2,
    MAX(IF(place = 3, number, NULL)) AS product_3
  FROM user_places
  WHERE place <= 3
  GROUP BY user_id
),

country_products AS (
  SELECT u.country, c.number, SUM(c.product_count) AS product_count
  FROM user_products AS c
  JOIN `users` AS u ON u.id = c.user_id
  GROUP BY u.country, c.number
),

country_top AS (
  SELECT c.country, ARRAY_AGG(n.name ORDER BY c.product_count DESC, n.name LIMIT 3) AS top_products_country
  FROM country_products AS c
  JOIN product_names AS n ON n.number = c.number
  GROUP BY c.country
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
  CASE
    WHEN n1.name IS NULL THEN NULL
    WHEN n2.name IS NULL THEN [n1.name]
    WHEN n3.name IS NULL THEN [n1.name, n2.name]
    ELSE [n1.name, n2.name, n3.name]
  END AS top_products_user,
  e.last_event AS last_event,
  c.top_products_country AS top_products_country,
  DATE_DIFF(@as_of, p.last_order_day, DAY) AS days_since_last_order,
  -- A month is 365.25 / 12 days. Someone who bought for the first time this week has one month, not a hundredth.
  p.total_orders / GREATEST(1.0, DATE_DIFF(@as_of, p.first_order_day, DAY) / 30.4375) AS freq_orders_per_month
FROM `users` AS u
LEFT JOIN purchases AS p ON p.user_id = u.id
LEFT JOIN user_top AS t ON t.user_id = u.id
LEFT JOIN product_names AS n1 ON n1.number = t.product_1
LEFT JOIN product_names AS n2 ON n2.number = t.product_2
LEFT JOIN product_names AS n3 ON n3.number = t.product_3
LEFT JOIN latest_event AS e ON e.user_id = u.id
LEFT JOIN country_top AS c ON c.country = u.country
WHERE u.created_at IS NULL OR DATE(u.created_at) <= @as_of
