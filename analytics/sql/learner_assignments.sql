-- What one person ($person, a key) was assigned in a scope's programmes by $asof, and how far they had come.
WITH must AS (
    SELECT a.*, g.title_en, g.title_fr
    FROM warehouse.assigned a
    JOIN warehouse.people($scope) p ON p.person = a.person AND p.key = $person
    JOIN warehouse.programmes($scope) g ON g.programme = a.programme
    WHERE a.assigned <= $asof::DATE
), step AS (
    SELECT m.programme, arg_max(m.step, s.position) AS step,
        min(warehouse.day(m.happened, $scope)) FILTER (WHERE s.position > 1) AS started
    FROM warehouse.milestone m
    JOIN (VALUES ('registered', 1), ('started', 2), ('p25', 3), ('p50', 4), ('p75', 5), ('completed', 6), ('passed', 7))
        s (step, position) USING (step)
    WHERE m.person IN (SELECT person FROM must) AND warehouse.day(m.happened, $scope) <= $asof::DATE
    GROUP BY m.programme
), done AS (
    SELECT programme, max(warehouse.day(happened, $scope)) AS done
    FROM warehouse.accomplished
    WHERE person IN (SELECT person FROM must) AND warehouse.day(happened, $scope) <= $asof::DATE
    GROUP BY programme
), active AS (
    SELECT programme, max(warehouse.day(quarter, $scope)) AS last_active
    FROM warehouse.rollup
    WHERE person IN (SELECT person FROM must) AND initiated > 0 AND warehouse.day(quarter, $scope) <= $asof::DATE
    GROUP BY programme
), spoken AS (
    SELECT programme, warehouse.day(happened, $scope) AS contacted
    FROM warehouse.contact
    WHERE person IN (SELECT person FROM must) AND warehouse.day(happened, $scope) <= $asof::DATE
)
SELECT m.programme, m.title_en, m.title_fr, m.assigned, m.due, m.mandatory, m.exempt, d.done,
    (d.done + to_months(m.valid_months))::DATE AS expires, s.step, s.started, a.last_active,
    (SELECT max(c.contacted) FROM spoken c
        WHERE c.contacted >= m.assigned AND coalesce(c.programme, m.programme) = m.programme) AS contacted
FROM must m
LEFT JOIN done d USING (programme)
LEFT JOIN step s USING (programme)
LEFT JOIN active a USING (programme)
ORDER BY coalesce(m.due, m.assigned), m.programme;
