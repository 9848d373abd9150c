-- What each statement means. Modality: what it says, else what its activity is, unless that is just e-learning; else
-- how its programme is learned.
INSERT INTO warehouse.fact
WITH here AS (
    SELECT t.*, coalesce(v.verb, t.verb) AS slug, coalesce(v.role, '') AS role
    FROM warehouse.told t
    SEMI JOIN dirty USING (seq)
    LEFT JOIN (SELECT iri, arg_max(verb, added) AS verb FROM warehouse.verb_alias GROUP BY iri) a ON a.iri = t.verb
    LEFT JOIN warehouse.verb v ON v.verb = a.verb
    WHERE NOT t.voided AND t.verb IS NOT NULL
), around AS (
    SELECT seq, activity, 0 AS rank FROM here
    UNION ALL
    SELECT p.seq, p.activity, CASE p.place WHEN 'parent' THEN 1 ELSE 2 END
    FROM warehouse.part_of p SEMI JOIN here USING (seq) WHERE p.place <> 'other'
), named AS (
    SELECT seq, programme, count(DISTINCT rank) AS ways, min(rank) AS rank
    FROM around JOIN warehouse.belongs b USING (activity) GROUP BY seq, programme
), claimed AS (
    SELECT seq, arg_min(programme, (-ways, rank, programme)) AS programme FROM named GROUP BY seq
), replayed AS (
    SELECT DISTINCT p.seq FROM warehouse.part_of p JOIN warehouse.activity a USING (activity)
    WHERE p.place = 'parent' AND a.type = 'webinar' AND p.seq IN (SELECT seq FROM here)
), who AS (
    SELECT o.seq, g.person, min(o.agent) AS agent
    FROM warehouse.told_of o SEMI JOIN here USING (seq) JOIN warehouse.agent g USING (agent) GROUP BY o.seq, g.person
)
SELECT h.seq, h.id, coalesce(h.happened, h.stored), w.person, h.slug, h.activity, c.programme,
    coalesce(h.modality, CASE WHEN a.modality = 'video' AND r.seq IS NOT NULL THEN 'replay' ELSE nullif(a.modality, 'e-learning') END,
        nullif(p.modality, 'path'), a.modality, CASE WHEN h.session IS NOT NULL THEN 'e-learning' END),
    h.registration, h.session, h.seconds, h.clicks, h.device, h.language,
    h.role <> 'system' AND NOT (h.role = 'attendance' AND h.completion IS NOT DISTINCT FROM FALSE AND coalesce(h.seconds, 0) = 0),
    CASE WHEN c.programme IS NOT NULL THEN s.person IS NOT NULL END,
    w.agent
FROM here h
JOIN who w USING (seq)
LEFT JOIN claimed c USING (seq)
LEFT JOIN warehouse.activity a ON a.activity = h.activity
LEFT JOIN replayed r ON r.seq = h.seq
LEFT JOIN warehouse.programme p ON p.programme = c.programme
LEFT JOIN warehouse.assigned s
    ON s.person = w.person AND s.programme = c.programme AND s.assigned <= coalesce(h.happened, h.stored)::DATE AND NOT s.exempt
WHERE h.role <> 'voids'
ORDER BY h.seq, w.agent;
