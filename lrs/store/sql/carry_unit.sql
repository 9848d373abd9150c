-- What a target says is said by those that reference it.
INSERT INTO unit
SELECT incoming.seq, unit.source, unit.role, unit.agent, unit.verb, unit.activity, unit.registration, unit.authority
FROM incoming
JOIN unit ON unit.seq = incoming.source AND unit.source = incoming.source
RETURNING seq, role, agent, verb, activity
