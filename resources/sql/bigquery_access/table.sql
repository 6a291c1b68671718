-- Dry-run only: may this account make tables in the work dataset?
CREATE TABLE `access_check` AS
SELECT 1 AS number
