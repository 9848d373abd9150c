-- A duration of more than a year is a mistake, and is not kept.
INSERT INTO warehouse.told
WITH durations AS (
    SELECT seq, CASE WHEN seconds <= 31622400 THEN seconds END AS seconds, CASE WHEN planned <= 31622400 THEN planned END AS planned
    FROM (
        SELECT seq, warehouse.in_seconds(lasted) AS seconds, warehouse.in_seconds(expected) AS planned
        FROM (SELECT seq, warehouse.units(duration) AS lasted, warehouse.units(planned) AS expected FROM batch)
    )
)
SELECT b.seq, b.id, b.stored, b.happened, b.verb, a.activity, m.modality, b.registration, b.session,
    d.seconds, d.planned, b.completion, b.success, b.scaled, b.raw, b.low, b.high,
    b.response, b.clicks, b.progress, b.played, b.length, nullif(b.language, ''), b.device, b.stage, b.supervised,
    b.expires, i.agent, h.agent, b.refers, b.voided, b.sender
FROM batch b
JOIN durations d USING (seq)
LEFT JOIN batch_activity o ON o.seq = b.seq AND o.place = 'object'
LEFT JOIN warehouse.activity a ON a.iri = o.iri
LEFT JOIN batch_agent w ON w.seq = b.seq AND w.place = 'instructor'
LEFT JOIN warehouse.agent i ON i.identifier = w.identifier
LEFT JOIN batch_agent x ON x.seq = b.seq AND x.place = 'object'
LEFT JOIN warehouse.agent h ON h.identifier = x.identifier
LEFT JOIN (
    SELECT seq, arg_min(iri[length('https://w3id.org/xapi/acquis/modality/') + 1:], position) AS modality
    FROM batch_activity WHERE place = 'category' AND starts_with(iri, 'https://w3id.org/xapi/acquis/modality/') GROUP BY seq
) m ON m.seq = b.seq
ORDER BY b.seq;

INSERT INTO warehouse.told_of
SELECT w.seq, g.agent
FROM batch_agent w
JOIN batch b USING (seq)
JOIN warehouse.agent g USING (identifier)
WHERE w.place = 'actor' AND NOT b.voided
ORDER BY w.seq, w.position;

INSERT INTO warehouse.part_of
SELECT DISTINCT d.seq, a.activity, d.place
FROM batch_activity d
JOIN batch b USING (seq)
JOIN warehouse.activity a USING (iri)
WHERE d.place IN ('parent', 'grouping', 'other') AND NOT b.voided
ORDER BY d.seq, a.activity, d.place;
