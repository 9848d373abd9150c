INSERT INTO warehouse.agent
SELECT (SELECT coalesce(max(agent), 0) FROM warehouse.agent) + row_number() OVER (ORDER BY min((seq, position))), identifier, NULL
FROM told_actor
WHERE identifier NOT IN (SELECT identifier FROM warehouse.agent)
GROUP BY identifier;
