INSERT INTO warehouse.fact (seq, id, happened, person, agent, verb, activity, modality, clicks, initiated)
SELECT t.seq, t.id, coalesce(t.happened, t.stored), g.person, g.agent, t.verb, a.activity, m.modality, t.clicks,
    coalesce(r.role, '') <> 'system' AND NOT (coalesce(r.role, '') = 'attendance' AND t.absent)
FROM told t
JOIN told_actor w USING (seq)
JOIN warehouse.agent g USING (identifier)
LEFT JOIN told_activity o ON o.seq = t.seq AND o.place = 'object'
LEFT JOIN warehouse.activity a ON a.iri = o.iri
LEFT JOIN warehouse.verb_role r ON r.verb = t.verb
LEFT JOIN (
    SELECT seq, arg_min(iri[length('https://w3id.org/xapi/acquis/modality/') + 1:], position) AS modality
    FROM told_activity WHERE place = 'category' AND starts_with(iri, 'https://w3id.org/xapi/acquis/modality/') GROUP BY seq
) m ON m.seq = t.seq
WHERE NOT t.voided AND coalesce(r.role, '') <> 'voids'
ORDER BY t.seq, w.position;
