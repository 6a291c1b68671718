-- Made-up demographics that stand in until a CRM file is given: pure noise, so no segment should rest on them.
-- The remainder is taken before the sign is dropped, because the smallest INT64 has no absolute value.
SELECT
  customer_id,
  IF(MOD(FARM_FINGERPRINT(customer_id), 2) = 0, 'M', 'F') AS gender,
  CASE
    WHEN ABS(MOD(FARM_FINGERPRINT(customer_id), 10)) = 0 THEN 55000
    WHEN ABS(MOD(FARM_FINGERPRINT(customer_id), 10)) < 3 THEN 65000
    WHEN ABS(MOD(FARM_FINGERPRINT(customer_id), 10)) < 7 THEN 75000
    WHEN ABS(MOD(FARM_FINGERPRINT(customer_id), 10)) < 9 THEN 85000
    ELSE 95000
  END AS hhi
FROM `ga360_view`
