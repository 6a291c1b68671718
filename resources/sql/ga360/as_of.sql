-- The last day of sessions in the range.
SELECT PARSE_DATE('%Y%m%d', MAX(_TABLE_SUFFIX)) AS as_of
FROM `ga_sessions_*`
WHERE _TABLE_SUFFIX BETWEEN @date_from AND @date_to
