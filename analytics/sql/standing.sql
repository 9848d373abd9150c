-- How each person of a scope stood at the end of $asof in each programme they must keep up: when they last did it, until
-- when that holds.
WITH must AS (
    SELECT a.person, a.programme, a.due, a.valid_months, a.exempt, p.key, p.name, p.unit, g.title_en, g.title_fr
    FROM warehouse.assigned a
    JOIN warehouse.placed($scope) p ON p.person = a.person
    JOIN warehouse.programmes($scope) g ON g.programme = a.programme
    WHERE a.mandatory AND a.assigned <= $asof::DATE
      AND (p.joined IS NULL OR p.joined <= $asof::DATE) AND (p.left_on IS NULL OR p.left_on > $asof::DATE)
), done AS (
    SELECT person, programme, max(warehouse.day(happened, $scope)) AS done
    FROM warehouse.accomplished WHERE warehouse.day(happened, $scope) <= $asof::DATE
    GROUP BY ALL
)
SELECT m.*, d.done, (d.done + to_months(m.valid_months))::DATE AS expires
FROM must m LEFT JOIN done d ON d.person = m.person AND d.programme = m.programme
ORDER BY m.programme, m.person;
