-- Every customer with the segment that the clustering put it into.
SELECT p.*, s.segment
FROM `customers` AS p
JOIN `segments` AS s ON @segment_key = @customer_key
