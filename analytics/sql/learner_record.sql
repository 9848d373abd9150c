-- What one person ($person, a key) did in a scope, the newest first. Scores are those of the statement itself.
WITH own AS (
    SELECT f.* FROM warehouse.facts($scope) f
    WHERE f.person IN (SELECT p.person FROM warehouse.people($scope) p WHERE p.key = $person)
    ORDER BY f.happened DESC, f.seq DESC LIMIT $limit
), scored AS (
    SELECT a.seq, a.person, any_value(a.scaled) AS scaled, any_value(a.success) AS success
    FROM warehouse.assessment a SEMI JOIN own o ON o.seq = a.seq AND o.person = a.person
    GROUP BY a.seq, a.person
)
SELECT f.happened, f.verb, a.iri AS activity, a.name, f.programme, f.modality, f.seconds, s.scaled, s.success,
    f.id::VARCHAR AS id
FROM own f
LEFT JOIN warehouse.activity a ON a.activity = f.activity
LEFT JOIN scored s ON s.seq = f.seq AND s.person = f.person
ORDER BY f.happened DESC, f.seq DESC;
