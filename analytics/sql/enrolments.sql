-- Who entered which programme in a scope's period, and what had become of it by its end ($asof). Whoever has time left
-- to do it is not counted yet. `entered` comes from any step: who completed was registered, told or not.
WITH steps AS (
    SELECT m.person, m.programme, min(m.happened) AS entered,
        bool_or(m.step NOT IN ('registered', 'dropped')) AS started,
        bool_or(m.step IN ('completed', 'passed')) AS completed,
        bool_or(m.step = 'dropped') AS dropped
    FROM warehouse.milestone m
    SEMI JOIN warehouse.people($scope) p ON p.person = m.person
    SEMI JOIN warehouse.programmes($scope) g ON g.programme = m.programme
    WHERE warehouse.day(m.happened, $scope) <= $asof::DATE
    GROUP BY m.person, m.programme
)
SELECT s.person, s.programme, s.started, s.completed, s.dropped AND NOT s.completed AS dropped
FROM steps s
ANTI JOIN warehouse.assigned a ON a.person = s.person AND a.programme = s.programme AND a.due > $asof::DATE
WHERE $since::DATE IS NULL OR warehouse.day(s.entered, $scope) >= $since::DATE
ORDER BY s.programme, s.person;
