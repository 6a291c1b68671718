-- So many customers, drawn by a hash of their key: the same ones every time, whatever order the table is in.
-- The first condition keeps the sort small: parts of a million, with some to spare.
SELECT *
FROM `customers`
WHERE ABS(MOD(FARM_FINGERPRINT(CAST(@customer_key AS STRING)), 1000000)) < @parts
ORDER BY
  ABS(MOD(FARM_FINGERPRINT(CAST(@customer_key AS STRING)), 1000000)),
  FARM_FINGERPRINT(CAST(@customer_key AS STRING))
LIMIT @rows
