-- Each person at each activity anew: who came, as a sheet says; else as the room of a live session says, all their coming
-- and going of a day together: half of the planned time is enough. A leaving without a joining tells no time.
DELETE FROM warehouse.attendance WHERE (person, activity) IN (SELECT (person, activity) FROM touched_place);
INSERT INTO warehouse.attendance
WITH here AS (
    SELECT f.*, t.completion, t.instructor,
        coalesce(t.planned_seconds, s.planned_seconds) AS planned,
        max(f.happened) FILTER (f.verb = 'joined') OVER before AS joined,
        max(f.happened) FILTER (f.verb = 'left') OVER before AS gone
    FROM warehouse.fact f
    SEMI JOIN touched_place p ON p.person = f.person AND p.activity = f.activity
    JOIN warehouse.told t USING (seq)
    JOIN warehouse.activity a ON a.activity = f.activity
    LEFT JOIN warehouse.modality m ON m.modality = f.modality
    LEFT JOIN (
        SELECT activity, max(planned_seconds) AS planned_seconds FROM warehouse.session GROUP BY activity HAVING count(*) = 1
    ) s ON s.activity = a.iri
    WHERE (f.verb = 'attended' OR f.verb IN ('joined', 'left') AND m.live)
    WINDOW before AS (
        PARTITION BY f.person, f.activity ORDER BY f.happened, f.seq ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
), sheet AS (
    SELECT seq, happened, person, activity, programme, modality, instructor, agent, planned,
        NOT (completion IS NOT DISTINCT FROM FALSE AND coalesce(seconds, 0) = 0) AS present,
        coalesce(seconds, planned) AS seconds, happened AS starts
    FROM here WHERE verb = 'attended'
), stay AS (
    SELECT *, happened::DATE AS day, CASE WHEN verb = 'left' THEN coalesce(seconds, CASE
        WHEN joined >= coalesce(gone, joined) AND happened - joined <= INTERVAL 1 DAY THEN epoch(happened - joined) END) END AS spent
    FROM here
), room AS (
    SELECT DISTINCT ON (person, activity, day) * EXCLUDE (planned), max(planned) OVER whole AS planned,
        sum(spent) OVER whole AS stayed, min(happened - to_seconds(coalesce(spent, 0))) OVER whole AS starts
    FROM stay
    WHERE (person, activity, day) NOT IN (SELECT (person, activity, happened::DATE) FROM sheet)
    WINDOW whole AS (PARTITION BY person, activity, day)
    ORDER BY verb = 'left' DESC, happened DESC, seq DESC
), came AS (
    SELECT seq, happened, person, activity, programme, modality, instructor, agent, planned, present,
        CASE WHEN present THEN seconds ELSE 0 END AS seconds, starts
    FROM sheet
    UNION ALL
    SELECT seq, happened, person, activity, programme, modality, instructor, agent, planned,
        planned IS NULL OR coalesce(stayed, 0) >= planned / 2, stayed, starts
    FROM room WHERE verb = 'left'
)
SELECT c.seq, c.happened, c.person, c.activity, c.programme, c.modality, c.present, c.seconds, c.planned, g.person, c.starts
FROM came c LEFT JOIN warehouse.agent g ON g.agent = c.instructor
ORDER BY c.seq, c.agent;
