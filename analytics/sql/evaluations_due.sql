-- Who was to be asked: who completed a programme of a scope in it (hot), or $cold days before any of its days (cold); from
-- a month before anybody first answered that evaluation: until then there was none.
WITH done AS (
    SELECT m.person, m.programme, warehouse.day(m.happened, $scope) AS done
    FROM warehouse.milestone m
    JOIN warehouse.people($scope) p ON p.person = m.person AND p.role = 'learner'
    SEMI JOIN warehouse.programmes($scope) g ON g.programme = m.programme
    WHERE m.step = 'completed'
), begun AS (
    SELECT programme, stage, min(warehouse.day(happened, $scope)) AS day FROM warehouse.evaluation GROUP BY ALL
)
SELECT d.programme, b.stage, d.person
FROM done d
JOIN begun b ON b.programme = d.programme
JOIN (VALUES ('hot', 0), ('cold', $cold::INTEGER)) AS s (stage, days) ON s.stage = b.stage
WHERE d.done + s.days BETWEEN coalesce($since::DATE, d.done) AND $asof::DATE AND d.done + s.days >= b.day - 30
ORDER BY ALL;
