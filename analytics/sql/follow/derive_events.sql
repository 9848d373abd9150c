-- What was played.
INSERT INTO warehouse.segment
WITH played AS (
    SELECT f.seq, f.happened, f.person, f.activity, f.session, coalesce(t.length, a.length) AS length,
        unnest(string_split(t.played, '[,]')) AS part
    FROM warehouse.fact f SEMI JOIN dirty USING (seq) JOIN warehouse.told t USING (seq) JOIN warehouse.activity a ON a.activity = f.activity
    WHERE t.played IS NOT NULL
), told AS (
    SELECT *, TRY_CAST(split_part(part, '[.]', 1) AS DOUBLE) AS starts, TRY_CAST(split_part(part, '[.]', 2) AS DOUBLE) AS ends FROM played
)
SELECT seq, happened, person, activity, session, starts, ends, length FROM told WHERE ends > starts AND starts >= 0 ORDER BY seq, starts;

-- What was written, said or liked among others.
INSERT INTO warehouse.contribution
WITH inside AS (
    SELECT p.seq, min(p.activity) AS topic FROM warehouse.part_of p SEMI JOIN dirty USING (seq) WHERE p.place = 'parent' GROUP BY p.seq
)
SELECT f.seq, f.id, f.happened, f.person, f.activity, coalesce(i.topic, f.activity),
    CASE
        WHEN f.verb IN ('liked', 'disliked') THEN 'reaction'
        WHEN f.verb = 'shared' THEN 'share'
        WHEN f.verb = 'asked' THEN 'question'
        WHEN f.verb = 'answered' THEN 'answer'
        WHEN f.verb IN ('replied', 'commented') OR t.refers IS NOT NULL OR a.type = 'message' THEN 'reply'
        ELSE 'post' END,
    t.refers, f.programme
FROM warehouse.fact f
SEMI JOIN dirty USING (seq)
JOIN warehouse.told t USING (seq)
LEFT JOIN warehouse.activity a ON a.activity = f.activity
LEFT JOIN warehouse.type y ON y.type = a.type
LEFT JOIN inside i ON i.seq = f.seq
WHERE t.stage IS NULL AND coalesce(y.role, '') <> 'survey'
  AND (f.verb IN ('asked', 'replied', 'commented', 'shared', 'liked', 'disliked')
       OR f.verb = 'posted' AND (y.role = 'community' OR y.role IS NULL)
       OR f.verb = 'answered' AND (y.role = 'community' OR a.activity IS NULL))
ORDER BY f.seq, f.agent;

-- Who helped whom.
INSERT INTO warehouse.help
SELECT f.seq, f.happened, f.person, g.person, f.activity, f.seconds, f.modality
FROM warehouse.fact f
SEMI JOIN dirty USING (seq)
JOIN warehouse.told t USING (seq)
LEFT JOIN warehouse.agent g ON g.agent = t.helped
WHERE f.verb IN ('mentored', 'coached')
ORDER BY f.seq, f.agent;

-- Opinions: ratings, and yes or no as 1 or 0.
INSERT INTO warehouse.evaluation
WITH surveyed AS (
    SELECT DISTINCT p.seq FROM warehouse.part_of p SEMI JOIN dirty USING (seq)
    JOIN warehouse.activity a USING (activity) WHERE p.place = 'parent' AND a.type = 'survey'
)
SELECT f.seq, f.happened, f.person, f.programme, t.stage, warehouse.tail(a.iri),
    coalesce(t.raw, CASE lower(t.response) WHEN 'true' THEN 1 WHEN 'false' THEN 0 END) AS score,
    CASE WHEN t.raw IS NULL THEN 1 ELSE coalesce(t.high, 5) END,
    f.activity,
    CASE WHEN t.raw IS NULL THEN 0 ELSE coalesce(t.low, 1) END
FROM warehouse.fact f
SEMI JOIN dirty USING (seq)
JOIN warehouse.told t USING (seq)
JOIN warehouse.activity a ON a.activity = f.activity
WHERE f.verb IN ('rated', 'answered', 'evaluated') AND (t.stage IS NOT NULL OR f.seq IN (SELECT seq FROM surveyed)) AND score IS NOT NULL
ORDER BY f.seq, f.agent;

-- What people are said to hold, or no longer.
INSERT INTO warehouse.competency_event
SELECT f.seq, f.happened, f.person, warehouse.own_name(a.iri),
    CASE WHEN f.verb IN ('expired', 'forfeited', 'revoked') THEN 'expired' ELSE 'acquired' END, t.expires
FROM warehouse.fact f
SEMI JOIN dirty USING (seq)
JOIN warehouse.told t USING (seq)
JOIN warehouse.activity a ON a.activity = f.activity
WHERE a.type = 'competency'
  AND (f.verb IN ('achieved', 'verified', 'conferred', 'mastered', 'earned', 'passed', 'expired', 'forfeited', 'revoked')
       OR f.verb = 'completed' AND t.success IS DISTINCT FROM FALSE)
ORDER BY f.seq, f.agent;
