INSERT INTO warehouse.agent
WITH fresh AS (
    SELECT (SELECT coalesce(max(agent), 0) FROM warehouse.agent) + row_number() OVER (ORDER BY min((seq, position))) AS agent, identifier
    FROM told_actor
    WHERE identifier NOT IN (SELECT identifier FROM warehouse.agent)
    GROUP BY identifier
)
SELECT agent, identifier, NULL, -agent FROM fresh;

INSERT INTO warehouse.person (person, key, role, known)
SELECT person, identifier, 'learner', FALSE FROM warehouse.agent WHERE person NOT IN (SELECT person FROM warehouse.person);
