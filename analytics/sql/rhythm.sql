-- How many learners were active in each hour of each weekday (1: Monday), where they are.
SELECT isodow(local) AS weekday, hour(local) AS hour, count(DISTINCT person) AS learners, sum(initiated)::BIGINT AS statements
FROM (
    SELECT person, initiated, warehouse.local(quarter, $zone) AS local
    FROM warehouse.rolled($scope) WHERE initiated > 0
)
GROUP BY ALL
ORDER BY ALL;
