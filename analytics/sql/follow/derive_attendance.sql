-- Each person at each activity anew: who came, as a sheet says it, or who left a live session and so had come.
DELETE FROM warehouse.attendance WHERE (person, activity) IN (SELECT (person, activity) FROM touched_place);
INSERT INTO warehouse.attendance
WITH here AS (
    SELECT f.*, t.completion, t.instructor,
        coalesce(t.planned_seconds, s.planned_seconds) AS planned_seconds,
        max(f.happened) FILTER (f.verb = 'joined') OVER (
            PARTITION BY f.person, f.activity ORDER BY f.happened, f.seq ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS joined,
        bool_or(f.verb = 'attended') OVER (PARTITION BY f.person, f.activity, f.happened::DATE) AS on_a_sheet
    FROM warehouse.fact f
    SEMI JOIN touched_place p ON p.person = f.person AND p.activity = f.activity
    JOIN warehouse.told t USING (seq)
    JOIN warehouse.activity a ON a.activity = f.activity
    LEFT JOIN warehouse.modality m ON m.modality = f.modality
    LEFT JOIN (
        SELECT activity, max(planned_seconds) AS planned_seconds FROM warehouse.session GROUP BY activity HAVING count(*) = 1
    ) s ON s.activity = a.iri
    WHERE (f.verb = 'attended' OR f.verb IN ('joined', 'left') AND m.live)
), told AS (
    SELECT *, verb = 'left' OR NOT (completion IS NOT DISTINCT FROM FALSE AND coalesce(seconds, 0) = 0) AS present,
        CASE WHEN verb = 'left' THEN coalesce(seconds, epoch(happened - joined)) ELSE coalesce(seconds, planned_seconds) END AS spent
    FROM here WHERE verb = 'attended' OR verb = 'left' AND NOT on_a_sheet
)
SELECT t.seq, t.happened, t.person, t.activity, t.programme, t.modality, t.present,
    CASE WHEN t.present THEN t.spent ELSE 0 END, t.planned_seconds, g.person,
    CASE WHEN t.verb = 'left' THEN t.happened - to_seconds(coalesce(t.spent, 0)) ELSE t.happened END
FROM told t
LEFT JOIN warehouse.agent g ON g.agent = t.instructor
ORDER BY t.seq, t.agent;
