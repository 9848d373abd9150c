-- How many people were active in each day, week or month ($grain) of a scope.
SELECT date_trunc($grain, day)::DATE AS starts, count(DISTINCT person) AS active
FROM warehouse.scoped($scope)
GROUP BY 1
ORDER BY 1;
