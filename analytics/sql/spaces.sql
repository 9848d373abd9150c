-- What learners of a scope did in each community, a row for each thing done: the community is the one it is in, else the
-- topic it was written in. `kind` is that of a contribution; null is reading, joining. What is said in a live session is
-- no community's.
WITH part AS (
    SELECT p.seq, min(p.activity) FILTER (a.type = 'community') AS community,
        coalesce(min(p.activity) FILTER (p.place = 'parent'), min(p.activity)) AS around
    FROM warehouse.part_of p JOIN warehouse.activity a USING (activity) JOIN warehouse.type t USING (type)
    WHERE t.role = 'community' GROUP BY p.seq
), done AS (
    SELECT DISTINCT f.seq, f.person, f.day, c.kind,
        coalesce(p.community, CASE WHEN a.type = 'community' THEN f.activity END, p.around, c.topic, f.activity) AS activity
    FROM warehouse.scoped($scope) f
    LEFT JOIN warehouse.contribution c ON c.seq = f.seq AND c.person = f.person
    LEFT JOIN part p ON p.seq = f.seq
    LEFT JOIN warehouse.activity a ON a.activity = f.activity
    LEFT JOIN warehouse.type t ON t.type = a.type
    WHERE (c.seq IS NOT NULL OR p.seq IS NOT NULL OR t.role = 'community')
      AND coalesce(f.modality, '') NOT IN (SELECT m.modality FROM warehouse.modality m WHERE m.live)
)
SELECT d.seq, d.person, d.day, d.kind, a.iri AS activity, a.name
FROM done d LEFT JOIN warehouse.activity a ON a.activity = d.activity
ORDER BY d.seq, d.person;
