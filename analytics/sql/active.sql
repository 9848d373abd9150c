-- How many people were active in each day, week or month ($grain) of a scope.
SELECT date_trunc($grain, day)::DATE AS starts, count(DISTINCT agent) AS active
FROM warehouse.scoped($since::TIMESTAMP, $until::TIMESTAMP, $course::VARCHAR, $zone::VARCHAR)
GROUP BY 1
ORDER BY 1;
