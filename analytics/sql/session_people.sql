-- Whom a session ($session) expected of a scope's people, whether they came, and how long they were there.
SELECT m.programme, p.person, p.key, p.name, p.unit, p.job_family, p.country, m.present AS came,
    sum(t.seconds) / 60 AS minutes, any_value(m.planned_seconds) / 60 AS planned_minutes
FROM warehouse.meetings($scope) m
JOIN warehouse.placed($scope) p ON p.person = m.person
JOIN warehouse.activity a ON a.iri = m.activity
JOIN warehouse.attendance t ON t.person = m.person AND t.activity = a.activity
    AND (warehouse.day(t.starts, $scope) = warehouse.day(m.starts, $scope)
         OR (SELECT count(*) FROM warehouse.session o WHERE o.activity = m.activity) = 1)
WHERE m.session = $session
GROUP BY m.programme, p.person, p.key, p.name, p.unit, p.job_family, p.country, m.present
ORDER BY coalesce(p.name, p.key), p.person;
