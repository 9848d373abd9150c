-- How each learner of a scope went through each programme, up to when they completed it: their hours, the days from first
-- to last, and how much they practised: questions answered and exercises scored.
WITH done AS (
    SELECT person, programme, max(happened) FILTER (step = 'completed') + INTERVAL 12 HOUR AS ended FROM warehouse.milestone GROUP BY ALL
), hours AS (
    SELECT t.person, t.programme, sum(t.seconds) / 3600 AS hours,
        max(t.day) - min(t.day) + 1 + coalesce(max(s.days), 1) - 1 AS days
    FROM warehouse.timed($scope) t
    LEFT JOIN done d ON d.person = t.person AND d.programme = t.programme
    LEFT JOIN (SELECT a.activity, max(s.ends::DATE - s.starts::DATE + 1) AS days
        FROM warehouse.session s JOIN warehouse.activity a ON a.iri = s.activity GROUP BY a.activity) s ON s.activity = t.activity
    WHERE t.programme IS NOT NULL AND (d.ended IS NULL OR t.starts <= d.ended)
    GROUP BY ALL
), practice AS (
    SELECT a.person, a.programme, count(*) AS items
    FROM warehouse.assessment a
    SEMI JOIN warehouse.facts($scope) f ON f.seq = a.seq AND f.person = a.person
    JOIN warehouse.activity v ON v.activity = a.activity
    LEFT JOIN warehouse.type y ON y.type = v.type
    LEFT JOIN done d ON d.person = a.person AND d.programme = a.programme
    WHERE (a.question OR coalesce(y.role, '') <> 'assessment') AND (d.ended IS NULL OR a.happened <= d.ended)
    GROUP BY ALL
)
SELECT h.person, h.programme, h.hours, h.days, coalesce(p.items, 0) AS items, d.ended IS NOT NULL AS completed
FROM hours h
SEMI JOIN warehouse.programmes($scope) g ON g.programme = h.programme
LEFT JOIN practice p ON p.person = h.person AND p.programme = h.programme
LEFT JOIN done d ON d.person = h.person AND d.programme = h.programme
ORDER BY h.programme, h.person;
