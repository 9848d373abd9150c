-- The steps of each person in each programme anew. A programme is completed as a whole, or with the last of the
-- activities it claims one by one; one that is lived, by having been there, as a sheet or the room says (`attendance`).
-- A sheet that says somebody came for a part only completes nothing. A test before anything else of a programme that they
-- then began is a pre-test: it passes nothing, unless the programme claims it as one of its activities. Whoever tested out
-- never begins.
DELETE FROM warehouse.milestone WHERE (person, programme) IN (SELECT (person, programme) FROM touched_programme);
INSERT INTO warehouse.milestone
WITH here AS (
    SELECT f.person, f.programme, f.activity, f.happened, f.verb, f.initiated, t.progress, t.success,
        coalesce(c.present AND t.completion IS DISTINCT FROM FALSE, FALSE) AS came,
        coalesce(b.whole, FALSE) AS whole, coalesce(y.role, '') AS role,
        f.verb IN ('completed', 'satisfied', 'waived', 'passed')
            OR f.verb <> 'attended' AND coalesce(t.completion, FALSE)
            OR came AS done,
        came AND coalesce(m.live, FALSE) AS there,
        min(f.happened) FILTER (f.initiated AND coalesce(y.role, '') NOT IN ('assessment', 'question')
            AND f.verb NOT IN ('registered', 'unregistered', 'invited', 'answered-invitation', 'logged-in', 'answered'))
            OVER (PARTITION BY f.person, f.programme) AS begun
    FROM warehouse.fact f
    SEMI JOIN touched_programme s ON s.person = f.person AND s.programme = f.programme
    JOIN warehouse.told t USING (seq)
    LEFT JOIN warehouse.attendance c ON c.seq = f.seq AND c.person = f.person
    LEFT JOIN warehouse.belongs b ON b.activity = f.activity AND b.programme = f.programme
    LEFT JOIN warehouse.activity a ON a.activity = f.activity
    LEFT JOIN warehouse.type y ON y.type = a.type
    JOIN warehouse.programme p ON p.programme = f.programme
    LEFT JOIN warehouse.modality m ON m.modality = p.modality
    WHERE t.stage IS NULL AND coalesce(y.role, '') <> 'survey'
), part AS (
    SELECT c.programme, a.activity, count(*) OVER (PARTITION BY c.programme) AS parts
    FROM warehouse.claim c
    LEFT JOIN warehouse.activity a USING (iri)
    LEFT JOIN warehouse.belongs b ON b.activity = a.activity AND b.programme = c.programme
    WHERE NOT c.prefix AND NOT c.planned AND c.iri <> 'https://w3id.org/xapi/acquis/local/course/' || c.programme
      AND NOT coalesce(b.whole, FALSE)
), part_done AS (
    SELECT h.person, h.programme, h.activity, min(h.happened) AS happened, any_value(p.parts) AS parts
    FROM here h JOIN part p ON p.programme = h.programme AND p.activity = h.activity
    WHERE h.done GROUP BY h.person, h.programme, h.activity
), share AS (
    SELECT person, programme, happened,
        row_number() OVER (PARTITION BY person, programme ORDER BY happened, activity) / parts AS share
    FROM part_done
), said AS (
    SELECT person, programme, 'registered' AS step, happened FROM here WHERE verb = 'registered'
    UNION ALL SELECT person, programme, 'dropped', happened FROM here WHERE verb = 'unregistered'
    UNION ALL SELECT person, programme, 'started', happened FROM here
        WHERE initiated AND verb NOT IN ('registered', 'unregistered', 'invited', 'answered-invitation', 'logged-in')
    UNION ALL SELECT person, programme, 'begun', begun FROM here WHERE begun IS NOT NULL
    UNION ALL SELECT person, programme, 'passed', happened FROM here
        WHERE whole AND verb = 'passed'
           OR role = 'assessment' AND (success OR verb = 'passed') AND (whole OR begun IS NULL OR happened >= begun
                OR (programme, activity) IN (SELECT (programme, activity) FROM part))
    UNION ALL SELECT person, programme, 'completed', happened FROM here WHERE whole AND done OR there
    UNION ALL SELECT person, programme, 'completed', happened FROM share WHERE share >= 1
    UNION ALL SELECT h.person, h.programme, q.step, h.happened
        FROM here h JOIN (VALUES ('p25', 0.25), ('p50', 0.5), ('p75', 0.75)) q (step, share) ON h.progress >= q.share WHERE h.whole
    UNION ALL SELECT s.person, s.programme, q.step, s.happened
        FROM share s JOIN (VALUES ('p25', 0.25), ('p50', 0.5), ('p75', 0.75)) q (step, share) ON s.share >= q.share
), filled AS (
    SELECT * FROM said
    UNION ALL SELECT s.person, s.programme, q.step, s.happened
        FROM said s CROSS JOIN (VALUES ('p25'), ('p50'), ('p75')) q (step) WHERE s.step = 'completed'
)
SELECT person, programme, step, min(happened), max(happened) FROM filled GROUP BY ALL ORDER BY ALL;
