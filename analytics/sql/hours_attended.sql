-- The time each person was there, of the time that was planned.
SELECT a.person, sum(least(coalesce(a.seconds, 0), a.planned_seconds)) AS seconds, sum(a.planned_seconds) AS planned,
    count(*) AS sessions
FROM warehouse.attendance a
SEMI JOIN warehouse.facts($scope) f ON f.seq = a.seq AND f.person = a.person
WHERE a.planned_seconds > 0
GROUP BY a.person
ORDER BY a.person;
