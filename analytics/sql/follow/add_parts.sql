INSERT INTO warehouse.part_of
SELECT DISTINCT d.seq, a.activity, d.place
FROM told_activity d
JOIN told t USING (seq)
SEMI JOIN told_actor w ON w.seq = d.seq
JOIN warehouse.activity a USING (iri)
LEFT JOIN warehouse.verb_role r ON r.verb = t.verb
WHERE d.place IN ('parent', 'grouping') AND NOT t.voided AND coalesce(r.role, '') <> 'voids'
ORDER BY d.seq, a.activity, d.place;
