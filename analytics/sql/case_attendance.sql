-- Learners present at each live session of a scope, one session a row.
SELECT a.activity, a.starts, count(DISTINCT a.person) FILTER (a.present) AS present
FROM warehouse.attendance a
SEMI JOIN warehouse.facts($scope) f ON f.seq = a.seq AND f.person = a.person
WHERE a.modality = 'classroom'
GROUP BY a.activity, a.starts
HAVING count(DISTINCT a.person) FILTER (a.present) > 0
ORDER BY ALL;
