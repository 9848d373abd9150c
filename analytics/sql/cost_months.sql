-- In which months of a scope each learner was active in a programme.
SELECT DISTINCT r.person, date_trunc('month', r.day)::DATE AS month
FROM warehouse.rolled($scope) r
WHERE r.initiated > 0 AND r.programme IS NOT NULL
ORDER BY r.person, month;
