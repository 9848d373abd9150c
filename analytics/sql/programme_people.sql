-- The people of a scope that each programme has: those it is assigned to by $asof, those who came to any step of it by
-- then, and those active in it in the period, by what they did themselves as everywhere, with their hours.
WITH someone AS (
    SELECT programme, person, TRUE AS assigned, FALSE AS active, 0.0 AS seconds
    FROM warehouse.assigned WHERE NOT exempt AND assigned <= $asof::DATE
    UNION ALL
    SELECT programme, person, FALSE, FALSE, 0.0
    FROM warehouse.milestone WHERE warehouse.day(happened, $scope) <= $asof::DATE
    UNION ALL
    SELECT programme, person, FALSE, initiated > 0, seconds FROM warehouse.rolled($scope) WHERE programme IS NOT NULL
)
SELECT s.programme, s.person, bool_or(s.assigned) AS assigned, bool_or(s.active) AS active, sum(s.seconds) / 3600 AS hours
FROM someone s
SEMI JOIN warehouse.people($scope) p ON p.person = s.person
GROUP BY ALL
ORDER BY ALL;
