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
