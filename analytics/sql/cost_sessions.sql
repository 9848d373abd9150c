-- Sessions that have begun by $asof, by day.
SELECT date_trunc('month', warehouse.day(starts, $scope))::DATE AS month, warehouse.day(starts, $scope) AS day, programme,
    count(*) AS sessions
FROM warehouse.session
WHERE warehouse.day(starts, $scope) <= $asof::DATE
GROUP BY ALL
ORDER BY ALL;
