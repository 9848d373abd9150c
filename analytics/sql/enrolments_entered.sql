-- Who entered which programme up to $asof and what ended it: days in the scope's zone. `left` is when they said they
-- leave, unless they registered again since. `value` is what they are told apart by ($by), NULL where nothing is known.
WITH steps AS (
    SELECT m.person, m.programme,
        min(warehouse.day(m.happened, $scope)) FILTER (WHERE m.step <> 'dropped') AS entered,
        min(warehouse.day(m.happened, $scope)) FILTER (WHERE m.step IN ('completed', 'passed')) AS completed,
        max(m.latest_day) FILTER (WHERE m.step = 'dropped') AS "left",
        max(m.latest_day) FILTER (WHERE m.step = 'registered') AS registered
    FROM (
        SELECT *, CASE WHEN warehouse.day(latest, $scope) <= $asof::DATE THEN warehouse.day(latest, $scope)
            ELSE warehouse.day(happened, $scope) END AS latest_day
        FROM warehouse.milestone
    ) m
    WHERE warehouse.day(m.happened, $scope) <= $asof::DATE
    GROUP BY m.person, m.programme
)
SELECT row_number() OVER (ORDER BY s.programme, s.person) AS enrolment, s.person, s.programme, s.entered, g.live,
    s.completed, CASE WHEN s."left" >= coalesce(s.registered, s."left") THEN s."left" END AS "left", p.left_on,
    CASE $by
        WHEN 'programme' THEN s.programme
        WHEN 'modality' THEN g.modality
        WHEN 'country' THEN p.country
        WHEN 'unit' THEN (
            SELECT min(u.ancestor) FROM warehouse.under u
            WHERE u.unit = p.unit AND list_contains($units::VARCHAR[], u.ancestor))
    END AS value
FROM steps s
JOIN warehouse.people($scope) p ON p.person = s.person AND p.role = 'learner'
JOIN warehouse.programmes($scope) g ON g.programme = s.programme
WHERE s.entered IS NOT NULL
ORDER BY enrolment;
