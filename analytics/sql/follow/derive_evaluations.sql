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
