-- What each programme of a scope is made of, phase by phase, and how many learned in each in the period; a modality that
-- comes twice is counted with both. Without phases, the programme is one of its own modality. What was learned in a way
-- that no phase has is told last, as phase 'other'; what is told of a path as a whole is none, where its phases are told.
WITH phase AS (
    SELECT h.programme, h.position, h.phase, h.modality FROM warehouse.programme_phase h
    UNION ALL
    SELECT g.programme, 1, 'during', g.modality FROM warehouse.programme g
    ANTI JOIN warehouse.programme_phase h ON h.programme = g.programme
    WHERE g.modality IS NOT NULL
), lived AS (
    SELECT programme, modality, count(DISTINCT person) AS learners, sum(seconds) / 3600 AS hours
    FROM warehouse.rolled($scope) WHERE initiated > 0 GROUP BY ALL
), planned AS (
    SELECT programme, count(DISTINCT session) AS sessions FROM warehouse.meetings($scope) GROUP BY programme
)
SELECT h.programme, h.position, h.phase, h.modality, coalesce(l.learners, 0) AS learners, coalesce(l.hours, 0) AS hours,
    CASE WHEN m.live AND h.phase <> 'other' AND h.modality <> 'peer-help' THEN coalesce(n.sessions, 0) END AS sessions,
    o.programme IS NOT NULL AS owned
FROM (
    SELECT * FROM phase
    UNION ALL
    SELECT l.programme, 1000, 'other', l.modality FROM lived l
    ANTI JOIN phase h ON h.programme = l.programme AND h.modality = l.modality
    JOIN warehouse.programme g ON g.programme = l.programme
    WHERE l.modality IS NOT NULL AND (l.modality IS DISTINCT FROM coalesce(nullif(g.modality, 'path'), 'blended') OR NOT EXISTS (
        SELECT 1 FROM phase o JOIN lived p USING (programme, modality) WHERE o.programme = l.programme))
) h
SEMI JOIN warehouse.programmes($scope) g ON g.programme = h.programme
LEFT JOIN lived l ON l.programme = h.programme AND l.modality = h.modality
LEFT JOIN warehouse.modality m ON m.modality = h.modality
LEFT JOIN planned n ON n.programme = h.programme
LEFT JOIN warehouse.owned($scope) o ON o.programme = h.programme
ORDER BY h.programme, h.position, h.modality;
