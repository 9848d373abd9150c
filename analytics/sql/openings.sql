-- Each post or question of the learners of a scope, and the first reply of anyone else before $until. A reply names what
-- it answers; else it answers the newest post before it in the place it was written in. The end of the record, or of the
-- period, is where waiting is cut off. What is asked in a live session is answered there, unrecorded: it is left out.
WITH reached AS (
    SELECT least(coalesce($until::TIMESTAMP, $now::TIMESTAMP), $now::TIMESTAMP, max(happened)) AS cut FROM warehouse.fact
), opening AS (
    SELECT c.* FROM warehouse.contribution c, reached r WHERE c.kind IN ('post', 'question') AND c.happened <= r.cut
), reply AS (
    SELECT c.* FROM warehouse.contribution c, reached r WHERE c.kind IN ('reply', 'answer') AND c.happened <= r.cut
), named AS (
    SELECT r.answers AS id, r.person, r.happened FROM reply r WHERE r.answers IS NOT NULL
), placed AS (
    SELECT o.id, r.person, r.happened
    FROM (SELECT seq, person, happened, unnest(list_distinct([topic, activity])) AS place FROM reply WHERE answers IS NULL) r
    ASOF JOIN opening o ON o.activity = r.place AND o.happened <= r.happened
), first AS (
    SELECT o.seq, o.person, min(a.happened) AS replied
    FROM opening o
    JOIN (SELECT * FROM named UNION ALL SELECT * FROM placed) a ON a.id = o.id AND a.person <> o.person AND a.happened >= o.happened
    GROUP BY o.seq, o.person
)
SELECT o.seq, o.person, f.replied IS NOT NULL AS answered, epoch(coalesce(f.replied, r.cut) - o.happened) / 3600 AS hours,
    epoch(r.cut - o.happened) / 3600 AS followed
FROM opening o
CROSS JOIN reached r
JOIN (
    SELECT DISTINCT f.seq, f.person FROM warehouse.scoped($scope) f
    WHERE coalesce(f.modality, '') NOT IN (SELECT m.modality FROM warehouse.modality m WHERE m.live)
) s ON s.seq = o.seq AND s.person = o.person
LEFT JOIN first f ON f.seq = o.seq AND f.person = o.person
ORDER BY o.seq, o.person;
