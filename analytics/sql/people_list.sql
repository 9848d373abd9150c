-- The learners of a scope, employed at some time in its period ($since to $asof), and what they did in it. People nobody
-- declared are there if they did something.
WITH assigned AS (
    SELECT a.person, count(*) AS assigned, count(d.person) AS completed
    FROM warehouse.assigned a
    SEMI JOIN warehouse.programmes($scope) g ON g.programme = a.programme
    LEFT JOIN (
        SELECT person, programme FROM warehouse.milestone
        WHERE step IN ('completed', 'passed') AND warehouse.day(happened, $scope) <= $asof::DATE
        GROUP BY person, programme
    ) d ON d.person = a.person AND d.programme = a.programme
    WHERE NOT a.exempt AND a.assigned <= $asof::DATE
    GROUP BY a.person
), active AS (
    SELECT person, count(DISTINCT day) AS active_days, max(day) AS last_active
    FROM warehouse.rolled($scope) WHERE initiated > 0 GROUP BY person
), timed AS (
    SELECT person, sum(seconds) / 60 AS minutes FROM warehouse.timed($scope) GROUP BY person
)
SELECT p.person, p.key, p.name, p.unit, p.job_family, p.country, coalesce(a.assigned, 0) AS assigned,
    coalesce(a.completed, 0) AS completed, coalesce(c.active_days, 0) AS active_days, c.last_active,
    coalesce(t.minutes, 0) AS minutes
FROM warehouse.placed($scope) p
LEFT JOIN assigned a ON a.person = p.person
LEFT JOIN active c ON c.person = p.person
LEFT JOIN timed t ON t.person = p.person
WHERE p.role = 'learner' AND (p.known OR c.person IS NOT NULL)
  AND (p.joined IS NULL OR p.joined <= $asof::DATE)
  AND (p.left_on IS NULL OR $since::DATE IS NULL OR p.left_on >= $since::DATE)
ORDER BY coalesce(p.name, p.key), p.person;
