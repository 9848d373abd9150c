-- What became of each statement of the batch.
INSERT INTO warehouse.outcome
SELECT t.seq, CASE
    WHEN r.role = 'voids' THEN 'voids another'
    WHEN w.seq IS NULL THEN 'nobody'
    WHEN t.happened IS NULL THEN 'no time'
    WHEN r.role = 'system' THEN 'by a system'
    ELSE 'understood' END
FROM told t
LEFT JOIN warehouse.verb_role r ON r.verb = t.verb
LEFT JOIN (SELECT DISTINCT seq FROM told_actor) w ON w.seq = t.seq
ORDER BY t.seq;
