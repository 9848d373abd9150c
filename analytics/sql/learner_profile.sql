-- What each learner active in a scope did in it. Weeks run from Monday; those elapsed from their first activity ever, or
-- from the first day of the scope, to its last ($last) or the day they left. Programmes count as touched at any time so
-- far ($ever is the scope with no first day).
WITH active AS (
    SELECT person, count(DISTINCT date_trunc('week', day)) AS active_weeks
    FROM warehouse.rolled($scope) WHERE initiated > 0 GROUP BY person
), so_far AS (
    SELECT DISTINCT person, programme, min(day) OVER (PARTITION BY person) AS first
    FROM warehouse.rolled($ever) WHERE initiated > 0
), timed AS (
    SELECT person, sum(seconds) / 60 AS minutes FROM warehouse.timed($scope) GROUP BY person
), due AS (
    SELECT a.person, count(*) AS assigned, count(s.programme) AS touched
    FROM warehouse.assigned a
    SEMI JOIN warehouse.programmes($scope) p ON p.programme = a.programme
    LEFT JOIN so_far s ON s.person = a.person AND s.programme = a.programme
    WHERE a.assigned <= $last::DATE AND NOT a.exempt
    GROUP BY a.person
), said AS (
    SELECT c.person, count(DISTINCT c.seq) AS contributions
    FROM warehouse.contribution c
    SEMI JOIN warehouse.scoped($scope) f ON f.seq = c.seq AND f.person = c.person
    GROUP BY c.person
)
SELECT p.person, p.key, p.name, p.unit, a.active_weeks,
    greatest(a.active_weeks, 1 + date_diff('week',
        greatest(b.first, $since::DATE), least($last::DATE, p.left_on))) AS weeks,
    coalesce(t.minutes, 0) AS minutes,
    coalesce(d.touched, 0) AS touched, coalesce(d.assigned, 0) AS assigned, coalesce(s.contributions, 0) AS contributions
FROM active a
JOIN warehouse.placed($scope) p ON p.person = a.person
JOIN (SELECT DISTINCT person, first FROM so_far) b ON b.person = a.person
LEFT JOIN timed t ON t.person = a.person
LEFT JOIN due d ON d.person = a.person
LEFT JOIN said s ON s.person = a.person
ORDER BY a.person;
