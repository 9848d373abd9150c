-- Learners active in each programme each month, by unit.
SELECT date_trunc('month', r.day)::DATE AS month, r.programme, p.unit, count(DISTINCT r.person) AS learners
FROM warehouse.rolled($scope) r JOIN warehouse.person p USING (person)
WHERE r.initiated > 0 AND r.programme IS NOT NULL
GROUP BY ALL
ORDER BY ALL;
