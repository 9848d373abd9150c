-- Who helped whom.
INSERT INTO warehouse.help
SELECT f.seq, f.happened, f.person, g.person, f.activity, f.seconds, f.modality
FROM warehouse.fact f
SEMI JOIN dirty USING (seq)
JOIN warehouse.told t USING (seq)
LEFT JOIN warehouse.agent g ON g.agent = t.helped
WHERE f.verb IN ('mentored', 'coached')
ORDER BY f.seq, f.agent;
