-- Learners active in a programme each month of a scope.
SELECT date_trunc('month', r.day)::DATE AS month, count(DISTINCT r.person) AS learners
FROM warehouse.rolled($scope) r
WHERE r.initiated > 0 AND r.programme IS NOT NULL
GROUP BY ALL
ORDER BY ALL;
