-- Dry-run only: may this account run queries that the billing project pays for?
SELECT 1 AS number
