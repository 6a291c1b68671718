-- The last day that the shop's tables know of.
SELECT MAX(day) AS as_of
FROM (
  SELECT MAX(DATE(created_at)) AS day FROM `users`
  UNION ALL
  SELECT MAX(DATE(created_at)) AS day FROM `orders`
)
