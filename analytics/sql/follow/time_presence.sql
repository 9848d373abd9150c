-- Presence, and help on the job whose length was told.
CREATE OR REPLACE TEMP TABLE timed_presence (
    person, programme, modality, starts, ends, seconds, rule, device, language, session, registration, activity, began
) AS
SELECT t.person, t.programme, t.modality, t.starts, t.starts + to_seconds(t.seconds), t.seconds, 'attendance', f.device, f.language,
    NULL, NULL, t.activity, t.starts
FROM warehouse.attendance t
SEMI JOIN touched_place p ON p.person = t.person AND p.activity = t.activity
JOIN warehouse.fact f ON f.seq = t.seq AND f.person = t.person
WHERE t.seconds > 0
UNION ALL
SELECT f.person, f.programme, f.modality, f.happened, f.happened + to_seconds(f.seconds), f.seconds, 'attendance', f.device, f.language,
    NULL, NULL, f.activity, f.happened
FROM warehouse.fact f
SEMI JOIN touched_place p ON p.person = f.person AND p.activity = coalesce(f.activity, 0)
WHERE warehouse.by_hand(f.verb) AND f.seconds > 0 AND f.session IS NULL;
