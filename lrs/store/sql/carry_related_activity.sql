-- As in carry_unit.
INSERT INTO related_activity
WITH said AS MATERIALIZED (SELECT * FROM related_activity WHERE seq = source AND seq IN (SELECT source FROM incoming))
SELECT incoming.seq, said.source, said.activity
FROM incoming JOIN said ON said.seq = incoming.source
