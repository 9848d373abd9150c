-- The active time of a scope by day, week or month ($grain).
SELECT date_trunc($grain, day)::DATE AS starts, count(DISTINCT person) AS learners,
    count(DISTINCT (person, began, session, registration)) AS sessions, sum(seconds) / 3600 AS hours
FROM warehouse.timed($scope)
GROUP BY 1
ORDER BY 1;
