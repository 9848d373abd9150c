-- New agents, each the person it is known to be or one of its own; the name an agent went by last.
INSERT INTO warehouse.agent
WITH fresh AS (
    SELECT (SELECT coalesce(max(agent), 0) FROM warehouse.agent)
        + row_number() OVER (ORDER BY min((seq, place, position))) AS agent, identifier
    FROM batch_agent
    WHERE identifier NOT IN (SELECT identifier FROM warehouse.agent)
    GROUP BY identifier
)
SELECT f.agent, f.identifier, NULL, coalesce(i.person, -f.agent)
FROM fresh f LEFT JOIN warehouse.identity i USING (identifier);

UPDATE warehouse.agent AS a SET name = latest.name
FROM (SELECT identifier, arg_max(name, (seq, place, position)) AS name FROM batch_agent WHERE name IS NOT NULL GROUP BY identifier) latest
WHERE a.identifier = latest.identifier AND a.name IS DISTINCT FROM latest.name;
