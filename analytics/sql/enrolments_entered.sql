-- Who entered which programme up to $asof and what ended it: days in the scope's zone. `left` is when they said they
-- leave, unless they registered again since; a test passed on the way is no completion. Nobody enrols in what has no end
-- (a community, a job aid, peer help); and waiting for a session is no silence: `is_live`.
WITH steps AS (
    SELECT m.person, m.programme,
        min(warehouse.day(m.happened, $scope)) FILTER (WHERE m.step <> 'dropped') AS entered,
        min(warehouse.day(m.happened, $scope)) FILTER (WHERE m.step NOT IN ('registered', 'dropped')) AS started,
        min(warehouse.day(m.happened, $scope)) FILTER (WHERE m.step = 'completed') AS completed,
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
SELECT row_number() OVER (ORDER BY s.programme, s.person) AS enrolment, s.person, s.programme, s.entered, s.started, g.live,
    s.completed, CASE WHEN s."left" >= coalesce(s.registered, s."left") THEN s."left" END AS "left", p.left_on,
    coalesce(y.live, FALSE) AS is_live,
    p.unit, p.country, g.modality
FROM steps s
JOIN warehouse.placed($scope) p ON p.person = s.person AND p.role = 'learner'
JOIN warehouse.programmes($scope) g ON g.programme = s.programme
LEFT JOIN warehouse.modality y ON y.modality = g.modality
WHERE s.entered IS NOT NULL AND coalesce(g.modality, '') NOT IN ('community', 'job-aid', 'peer-help')
ORDER BY enrolment;
