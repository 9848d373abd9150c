-- How each person of a scope stood at the end of $asof in each programme they must keep up: when they last did it, until
-- when that holds.
WITH must AS (
    SELECT a.person, a.programme, a.due, a.valid_months, a.exempt, p.key, p.name, p.unit, g.title_en, g.title_fr
    FROM warehouse.assigned a
    JOIN warehouse.people($scope) p ON p.person = a.person
    JOIN warehouse.programmes($scope) g ON g.programme = a.programme
    WHERE a.mandatory AND a.assigned <= $asof::DATE
      AND (p.joined IS NULL OR p.joined <= $asof::DATE) AND (p.left_on IS NULL OR p.left_on > $asof::DATE)
), told AS (
    SELECT person, programme, happened FROM warehouse.milestone WHERE step IN ('completed', 'passed')
    UNION ALL
    SELECT person, programme, latest FROM warehouse.milestone WHERE step IN ('completed', 'passed')
    UNION ALL  -- the times between the first and the last
    SELECT f.person, f.programme, f.happened
    FROM warehouse.fact f
    LEFT JOIN warehouse.belongs b ON b.activity = f.activity AND b.programme = f.programme AND b.whole
    LEFT JOIN warehouse.programme g ON g.programme = f.programme
    LEFT JOIN warehouse.modality m ON m.modality = g.modality
    WHERE (b.whole AND f.verb IN ('completed', 'passed', 'satisfied', 'waived'))
       OR (m.live AND f.verb = 'attended' AND f.initiated AND f.seq NOT IN (SELECT seq FROM warehouse.told WHERE NOT completion))
       OR (m.live AND f.verb = 'left' AND (f.seq, f.person) IN (SELECT (seq, person) FROM warehouse.attendance WHERE present))
), done AS (
    SELECT person, programme, max(warehouse.day(happened, $scope)) AS done
    FROM told WHERE warehouse.day(happened, $scope) <= $asof::DATE
    GROUP BY ALL
)
SELECT m.*, d.done, (d.done + to_months(m.valid_months))::DATE AS expires
FROM must m LEFT JOIN done d ON d.person = m.person AND d.programme = m.programme
ORDER BY m.programme, m.person;
