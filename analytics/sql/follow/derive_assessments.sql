-- Scores, successes and answers, opinions left out.
INSERT INTO warehouse.assessment
WITH around AS (
    SELECT p.seq, min(p.activity) FILTER (p.place = 'parent') AS test,
        min(CASE WHEN a.type = 'competency' THEN a.iri END) AS competency,
        bool_or(coalesce(t.role, '') = 'survey' AND p.place <> 'other') AS opinion
    FROM warehouse.part_of p SEMI JOIN dirty USING (seq)
    JOIN warehouse.activity a USING (activity) LEFT JOIN warehouse.type t USING (type)
    GROUP BY p.seq
), single AS (
    SELECT programme, min(competency) AS competency FROM warehouse.programme_competency GROUP BY programme HAVING count(*) = 1
)
SELECT f.seq, f.happened, f.person, f.activity, f.programme,
    coalesce(q.competency, warehouse.own_name(r.competency), o.competency),
    coalesce(y.role, '') = 'question' OR f.verb = 'answered' OR q.activity IS NOT NULL,
    coalesce(t.scaled, CASE WHEN t.high > coalesce(t.low, 0) THEN (t.raw - coalesce(t.low, 0)) / (t.high - coalesce(t.low, 0)) END) AS share,
    coalesce(t.success, CASE f.verb WHEN 'passed' THEN TRUE WHEN 'failed' THEN FALSE END) AS passed,
    t.response, t.supervised, 0, t.registration, r.test
FROM warehouse.fact f
SEMI JOIN dirty USING (seq)
JOIN warehouse.told t USING (seq)
JOIN warehouse.activity a ON a.activity = f.activity
LEFT JOIN warehouse.type y ON y.type = a.type
LEFT JOIN warehouse.question q ON q.activity = a.iri
LEFT JOIN around r ON r.seq = f.seq
LEFT JOIN single o ON o.programme = f.programme
WHERE t.stage IS NULL AND NOT coalesce(r.opinion, FALSE) AND coalesce(y.role, '') NOT IN ('survey', 'competency')
  AND f.verb NOT IN ('rated', 'liked', 'disliked', 'attended')
  AND (share IS NOT NULL OR passed IS NOT NULL OR (f.verb = 'answered' AND t.response IS NOT NULL))
ORDER BY f.seq, f.agent;

-- A sitting is a session, else a registration; a question answered again is another attempt, and so is a test outside both.
UPDATE warehouse.assessment AS a SET attempt = n.attempt
FROM (
    SELECT seq, person, dense_rank() OVER (PARTITION BY person, activity ORDER BY begun, sitting) AS attempt
    FROM (
        SELECT *, min((happened, seq)) OVER (PARTITION BY person, activity, sitting) AS begun
        FROM (
            SELECT s.seq, s.person, s.activity, s.happened,
                CASE WHEN s.question THEN s.seq::VARCHAR ELSE coalesce(f.session, s.registration::VARCHAR, s.seq::VARCHAR) END AS sitting
            FROM warehouse.assessment s
            SEMI JOIN touched_place p ON p.person = s.person AND p.activity = s.activity
            JOIN warehouse.fact f ON f.seq = s.seq AND f.person = s.person
        )
    )
) n
WHERE n.seq = a.seq AND n.person = a.person AND n.attempt <> a.attempt;
