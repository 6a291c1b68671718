-- One row per customer of the shop, figure for figure as the published marketing engine computes it:
-- orders are counted by item, the basket is the mean item price, cancelled items count, never-buyers get zeros,
-- and the last event is the alphabetically last one. Where that text leaves a tie open, the product's name decides.
WITH buying AS (
  SELECT
    u.id AS user_id,
    COUNT(o.order_id) AS total_orders,
    AVG(i.sale_price) AS avg_basket,
    SUM(i.sale_price) AS total_revenue,
    DATE_DIFF(@as_of, DATE(MIN(o.created_at)), MONTH) AS months_since_first_order,
    DATE_DIFF(@as_of, DATE(MAX(o.created_at)), MONTH) AS months_since_last_order
  FROM `users` AS u
  LEFT JOIN `orders` AS o ON o.user_id = u.id
  LEFT JOIN `order_items` AS i ON i.order_id = o.order_id
  GROUP BY u.id
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
  SELECT o.user_id, p.number, COUNT(*) AS product_count
  FROM `users` AS u
  JOIN `orders` AS o ON o.user_id = u.id
  JOIN `order_items` AS i ON i.order_id = o.order_id
  JOIN numbered_products AS p ON p.id = i.product_id
  GROUP BY o.user_id, p.number
),

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
  SELECT user_id, MAX(event_type) AS last_event
  FROM `events`
  GROUP BY user_id
)

SELECT
  u.id AS user_id,
  u.first_name AS first_name,
  u.email AS email,
  u.country AS country,
  COALESCE(b.total_orders, 0) AS total_orders,
  COALESCE(b.avg_basket, 0.0) AS avg_basket,
  COALESCE(b.total_revenue, 0.0) AS total_revenue,
  CASE
    WHEN n1.name IS NULL THEN NULL
    WHEN n2.name IS NULL THEN [n1.name]
    WHEN n3.name IS NULL THEN [n1.name, n2.name]
    ELSE [n1.name, n2.name, n3.name]
  END AS top_products_user,
  e.last_event AS last_event,
  c.top_products_country AS top_products_country,
  COALESCE(b.months_since_last_order, 0) AS months_since_last_order,
  COALESCE(SAFE_DIVIDE(b.total_orders, b.months_since_first_order), 0.0) AS freq_orders_per_month,
  COALESCE(SAFE_DIVIDE(b.total_orders, b.months_since_first_order / 3), 0.0) AS freq_orders_per_quarter
FROM `users` AS u
LEFT JOIN buying AS b ON b.user_id = u.id
LEFT JOIN user_top AS t ON t.user_id = u.id
LEFT JOIN product_names AS n1 ON n1.number = t.product_1
LEFT JOIN product_names AS n2 ON n2.number = t.product_2
LEFT JOIN product_names AS n3 ON n3.number = t.product_3
LEFT JOIN latest_event AS e ON e.user_id = u.id
LEFT JOIN country_top AS c ON c.country = u.country
