-- Whom programmes are planned for that nobody was active in yet: learners assigned or registered by $asof, and since when.
WITH begun AS (
    SELECT DISTINCT programme FROM warehouse.rollup WHERE initiated > 0 AND programme IS NOT NULL
), meant AS (
    SELECT programme, person, assigned AS day FROM warehouse.assigned WHERE NOT exempt AND assigned <= $asof::DATE
    UNION ALL
    SELECT programme, person, warehouse.day(happened, $scope) FROM warehouse.milestone
    WHERE step <> 'dropped' AND warehouse.day(happened, $scope) <= $asof::DATE
)
SELECT m.programme, m.person, p.unit, p.site, min(m.day) AS day
FROM meant m
ANTI JOIN begun b ON b.programme = m.programme
SEMI JOIN warehouse.people($scope) s ON s.person = m.person
JOIN warehouse.person p ON p.person = m.person AND p.role = 'learner'
GROUP BY m.programme, m.person, p.unit, p.site
ORDER BY m.programme, m.person;
