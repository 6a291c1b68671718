-- One model of which BigQuery ML trains several, with numbers of segments that it picks itself: its trials.
CREATE OR REPLACE MODEL `model` OPTIONS (@options) AS
SELECT * EXCEPT (`customer_key`)
FROM `training`
