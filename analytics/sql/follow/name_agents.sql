-- The name an agent went by last.
UPDATE warehouse.agent AS a SET name = latest.name
FROM (SELECT identifier, arg_max(name, seq) AS name FROM told_actor WHERE name IS NOT NULL GROUP BY identifier) latest
WHERE a.identifier = latest.identifier AND a.name IS DISTINCT FROM latest.name;
