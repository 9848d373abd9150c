-- Whom programmes reached in a scope's months, by person: whether active, hours, completions, and the hours of those who
-- completed in these months.
WITH active AS (
    SELECT DISTINCT r.person, r.programme FROM warehouse.rolled($scope) r
    WHERE r.initiated > 0 AND r.programme IS NOT NULL
), hours AS (
    SELECT t.person, t.programme, sum(round(t.seconds)::BIGINT)::BIGINT AS seconds
    FROM warehouse.timed($scope) t WHERE t.programme IS NOT NULL GROUP BY ALL
), done AS (
    SELECT m.person, m.programme FROM warehouse.milestone m
    SEMI JOIN warehouse.people($scope) p ON p.person = m.person AND p.role = 'learner'
    WHERE m.step IN ('completed', 'passed')
    GROUP BY ALL
    HAVING (($scope).since::TIMESTAMP IS NULL OR min(m.happened) >= ($scope).since::TIMESTAMP)
       AND (($scope).until::TIMESTAMP IS NULL OR min(m.happened) < ($scope).until::TIMESTAMP)
), each AS (
    SELECT person, programme, 1 AS active, 0 AS seconds, 0 AS completed_seconds, 0 AS completions FROM active
    UNION ALL
    SELECT h.person, h.programme, 0, h.seconds, CASE WHEN d.person IS NULL THEN 0 ELSE h.seconds END, 0
    FROM hours h LEFT JOIN done d ON d.person = h.person AND d.programme = h.programme
    UNION ALL
    SELECT d.person, d.programme, 0, 0, 0, 1 FROM done d
)
SELECT e.person, e.programme, bool_or(e.active = 1) AS active,
    sum(e.seconds)::BIGINT AS seconds, sum(e.completed_seconds)::BIGINT AS completed_seconds, sum(e.completions)::BIGINT AS completions
FROM each e SEMI JOIN warehouse.programmes($scope) g ON g.programme = e.programme
GROUP BY e.person, e.programme
ORDER BY e.person, e.programme;
