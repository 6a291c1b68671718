-- Made-up demographics, as in the published tutorial: gender and household income drawn from a hash of the visitor.
SELECT
  fullVisitorID,
  IF(MOD(Hashed_fullVisitorID, 2) = 0, 'M', 'F') AS gender,
  CASE
    WHEN MOD(Hashed_fullVisitorID, 10) = 0 THEN 55000
    WHEN MOD(Hashed_fullVisitorID, 10) < 3 THEN 65000
    WHEN MOD(Hashed_fullVisitorID, 10) < 7 THEN 75000
    WHEN MOD(Hashed_fullVisitorID, 10) < 9 THEN 85000
    ELSE 95000
  END AS hhi
FROM `ga360_view`
