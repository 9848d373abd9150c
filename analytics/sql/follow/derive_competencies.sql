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
