-- How many customers each segment has, and how many of them fit it badly.
SELECT segment, COUNT(*) AS customers, COUNTIF(outlier) AS outliers
FROM `segments`
GROUP BY segment
