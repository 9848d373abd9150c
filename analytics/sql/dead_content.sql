-- What is there to be learned from at $asof, and when a learner of a scope last used it, or anything within it: what
-- programmes claim, and what people did something with. What happens once (live sessions), and what is no content
-- (questions, surveys, communities, platforms) is left out, and so are programmes not yet live or retired.
WITH claimed AS (
    SELECT programme, iri FROM warehouse.claim
    WHERE NOT prefix AND NOT planned
    UNION
    SELECT b.programme, a.iri FROM warehouse.belongs b JOIN warehouse.activity a USING (activity)
), content AS (
    SELECT c.iri, min(c.programme) AS programme, min(g.live) AS live, any_value(a.activity) AS activity, any_value(a.name) AS name
    FROM claimed c
    JOIN warehouse.programmes($scope) g ON g.programme = c.programme
    LEFT JOIN warehouse.modality m ON m.modality = g.modality
    LEFT JOIN warehouse.activity a ON a.iri = c.iri
    LEFT JOIN warehouse.type t ON t.type = a.type
    LEFT JOIN warehouse.modality l ON l.modality = a.modality
    WHERE coalesce(g.live, $asof::DATE) <= $asof::DATE AND coalesce(g.retired > $asof::DATE, TRUE)
      AND NOT coalesce(l.live, m.live, FALSE)
      AND coalesce(t.role, '') NOT IN ('question', 'survey', 'competency', 'community', 'platform')
      AND c.iri <> 'https://w3id.org/xapi/acquis/local/course/' || c.programme  -- every programme's own, itself
      AND c.iri NOT IN (SELECT s.activity FROM warehouse.session s)
    GROUP BY c.iri
), used AS (
    SELECT f.seq, f.person, f.day, f.activity FROM warehouse.scoped($scope) f WHERE f.activity IS NOT NULL
    UNION ALL
    SELECT f.seq, f.person, f.day, p.activity
    FROM warehouse.scoped($scope) f JOIN warehouse.part_of p ON p.seq = f.seq AND p.place IN ('parent', 'grouping')
), last AS (
    SELECT activity, max(day) AS last_used, count(DISTINCT person) AS learners FROM used GROUP BY activity
)
SELECT c.iri AS activity, c.name, c.programme, l.last_used, coalesce(l.learners, 0) AS learners,
    $asof::DATE - coalesce(l.last_used, c.live) AS age_days,
    CASE WHEN l.last_used IS NULL THEN 'never' ELSE 'silent' END AS why
FROM content c LEFT JOIN last l ON l.activity = c.activity
WHERE $asof::DATE - coalesce(l.last_used, c.live, $asof::DATE - $days::INTEGER) >= $days::INTEGER
ORDER BY why, age_days DESC NULLS LAST, activity;
