-- What came back at another attempt takes the place of what came back before.
CREATE OR REPLACE TABLE `replies` AS
SELECT * FROM `replies` WHERE request NOT IN (SELECT request FROM `replies_again`)
UNION ALL
SELECT * FROM `replies_again`
