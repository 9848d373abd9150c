-- The statements behind figures of a scope, the newest first, a page of them. Scores are those of the statement itself.
WITH own AS (
    SELECT f.seq, f.id, f.happened, f.person, f.verb, f.activity, f.programme, f.modality, f.seconds
    FROM warehouse.behind($scope, $kind, $did, $session, $whom, $find) f
    ORDER BY f.happened DESC, f.seq DESC, f.person LIMIT $limit OFFSET $skip
), scored AS (
    SELECT a.seq, a.person, any_value(a.scaled) AS scaled, any_value(a.success) AS success
    FROM warehouse.assessment a SEMI JOIN own o ON o.seq = a.seq AND o.person = a.person
    GROUP BY a.seq, a.person
)
SELECT f.happened, p.person, p.key, p.name AS who, p.unit, f.verb, a.iri, a.name, f.programme, f.modality, f.seconds, s.scaled,
    s.success, f.id::VARCHAR AS id
FROM own f
JOIN warehouse.placed($scope) p ON p.person = f.person
LEFT JOIN warehouse.activity a ON a.activity = f.activity
LEFT JOIN scored s ON s.seq = f.seq AND s.person = f.person
ORDER BY f.happened DESC, f.seq DESC, f.person;
