-- New activities; the type, the name and the length an activity was given last; which of them changed in a way that
-- facts depend on.
INSERT INTO warehouse.activity (activity, iri)
SELECT (SELECT coalesce(max(activity), 0) FROM warehouse.activity) + row_number() OVER (ORDER BY min((seq, rank, position))), iri
FROM batch_activity
WHERE place <> 'category' AND iri NOT IN (SELECT iri FROM warehouse.activity)
GROUP BY iri;

CREATE OR REPLACE TEMP TABLE described AS
SELECT a.activity, coalesce(latest.type, a.declared) AS declared, coalesce(latest.name, a.name) AS name,
    coalesce(l.length, a.length) AS length, latest.type IS NOT NULL AND latest.type IS DISTINCT FROM a.declared AS changed
FROM warehouse.activity a
JOIN (
    SELECT iri,
        arg_max(type, (seq, rank, position)) FILTER (type IS NOT NULL) AS type,
        arg_max(name, (seq, rank, position)) FILTER (name IS NOT NULL) AS name
    FROM batch_activity WHERE place <> 'category' GROUP BY iri
) latest USING (iri)
LEFT JOIN (
    SELECT o.iri, arg_max(b.length, b.seq) AS length
    FROM batch b JOIN batch_activity o ON o.seq = b.seq AND o.place = 'object'
    WHERE b.length IS NOT NULL GROUP BY o.iri
) l USING (iri);

UPDATE warehouse.activity AS a SET declared = d.declared, name = d.name, length = d.length
FROM described d
WHERE d.activity = a.activity AND (a.declared, a.name, a.length) IS DISTINCT FROM (d.declared, d.name, d.length);

-- Activities not seen before belong to nobody yet.
CREATE OR REPLACE TEMP TABLE changed AS
SELECT activity FROM described WHERE changed
UNION
SELECT activity FROM described WHERE activity > (SELECT activities FROM bounds);
