-- Who was asked to take a test of a programme, and when.
SELECT f.person, f.programme, f.happened
FROM warehouse.fact f
JOIN warehouse.people($scope) p ON p.person = f.person AND p.role = 'learner'
JOIN warehouse.activity a ON a.activity = f.activity
JOIN warehouse.type y ON y.type = a.type
SEMI JOIN warehouse.programmes($scope) g ON g.programme = f.programme
WHERE f.verb IN ('assigned', 'invited') AND y.role = 'assessment'
ORDER BY f.person, f.programme, f.happened;
