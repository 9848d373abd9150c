-- Each assignment of a scope and how far the person had come by the end of $asof: 0 nowhere, 1 registered … 7 passed;
-- `reached` is the day they came that far.
-- Whoever left before it was due has nothing to do any more. `assessed`: the programme tells who passed.
WITH tested AS (
    SELECT programme FROM warehouse.milestone WHERE step = 'passed'
    UNION
    SELECT programme FROM warehouse.assessment WHERE NOT question AND success IS NOT NULL
), reached AS (
    SELECT m.person, m.programme, max(s.position) AS position,
        arg_max(warehouse.day(m.happened, $scope), s.position) AS reached
    FROM warehouse.milestone m
    JOIN (VALUES ('registered', 1), ('started', 2), ('p25', 3), ('p50', 4), ('p75', 5), ('completed', 6), ('passed', 7))
        s (step, position) USING (step)
    WHERE warehouse.day(m.happened, $scope) <= $asof::DATE
    GROUP BY ALL
)
SELECT a.person, a.programme, a.assigned, a.due, coalesce(a.due, a.assigned) <= $asof::DATE AS is_due,
    coalesce(r.position, 0) AS position, r.reached, a.programme IN (SELECT programme FROM tested) AS assessed
FROM warehouse.assigned a
JOIN warehouse.people($scope) p ON p.person = a.person
SEMI JOIN warehouse.programmes($scope) g ON g.programme = a.programme
LEFT JOIN reached r ON r.person = a.person AND r.programme = a.programme
WHERE NOT a.exempt AND a.assigned <= $asof::DATE
  AND ($since::DATE IS NULL OR coalesce(a.due, a.assigned) >= $since::DATE)
  AND (p.left_on IS NULL OR p.left_on >= coalesce(a.due, a.assigned))
ORDER BY a.programme, a.person;
