-- The people nobody declared: each agent of its own.
INSERT INTO warehouse.person (person, key, role, known)
SELECT person, identifier, 'learner', FALSE FROM warehouse.agent
WHERE person < 0 AND person NOT IN (SELECT person FROM warehouse.person);

UPDATE warehouse.person AS p SET name = a.name
FROM warehouse.agent a
WHERE a.person = p.person AND p.person < 0 AND p.name IS DISTINCT FROM a.name;
