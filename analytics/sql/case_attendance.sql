-- The classroom sessions that people of a scope came to: how many were present, theirs or not, and how long it took.
WITH own AS (
    SELECT DISTINCT a.activity, a.starts
    FROM warehouse.attendance a
    SEMI JOIN warehouse.facts($scope) f ON f.seq = a.seq AND f.person = a.person
    WHERE a.modality = 'classroom'
)
SELECT
    a.activity,
    a.starts,
    count(DISTINCT a.person) FILTER (a.present) AS present,
    max(coalesce(a.planned_seconds, a.seconds)) AS seconds
FROM warehouse.attendance a
SEMI JOIN own ON own.activity = a.activity AND own.starts IS NOT DISTINCT FROM a.starts
WHERE a.modality = 'classroom'
GROUP BY a.activity, a.starts
HAVING count(DISTINCT a.person) FILTER (a.present) > 0
ORDER BY ALL;
