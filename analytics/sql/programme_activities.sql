-- What a scope's people did in each programme, activity by activity; `finished` are those who completed or passed it, or
-- came. Of an activity of which nobody ever did, nothing says that it can be finished: null.
WITH told AS (
    SELECT DISTINCT activity FROM warehouse.fact WHERE verb IN ('completed', 'passed', 'mastered', 'attended')
    UNION
    SELECT activity FROM warehouse.attendance WHERE present
)
SELECT f.programme, a.iri, a.name, a.type, mode(f.modality) AS modality, count(DISTINCT f.person) AS learners,
    CASE WHEN any_value(d.activity) IS NOT NULL THEN count(DISTINCT f.person) FILTER (
        f.verb IN ('completed', 'passed', 'mastered', 'attended') OR c.seq IS NOT NULL) END AS finished
FROM warehouse.scoped($scope) f
JOIN warehouse.activity a USING (activity)
LEFT JOIN told d USING (activity)
LEFT JOIN warehouse.attendance c ON c.seq = f.seq AND c.person = f.person AND c.present
LEFT JOIN warehouse.type t ON t.type = a.type
WHERE f.programme IS NOT NULL AND t.role IS DISTINCT FROM 'survey' AND t.role IS DISTINCT FROM 'question'
GROUP BY f.programme, a.iri, a.name, a.type
ORDER BY f.programme, learners DESC, a.iri;
