-- The agents each statement names: whom it is about (an agent, or every member of a group), its instructor, and its
-- object when that is an agent.
CREATE OR REPLACE TEMP TABLE batch_agent AS
WITH one AS (
    SELECT seq, 'actor' AS place,
        unnest(CASE WHEN actor ->> '$.objectType' = 'Group' THEN json_extract(actor, '$.member[*]') ELSE [actor] END) AS agent
    FROM batch
    UNION ALL
    SELECT seq, 'instructor', instructor FROM batch WHERE instructor IS NOT NULL
    UNION ALL
    SELECT seq, 'object', object FROM batch WHERE object ->> '$.objectType' = 'Agent'
), named AS (
    SELECT seq, place, row_number() OVER (PARTITION BY seq, place) AS position,
        warehouse.identifier(agent) AS identifier, agent ->> '$.name' AS name
    FROM one
)
SELECT seq, place, min(position) AS position, identifier, arg_min(name, position) AS name
FROM named
WHERE identifier IS NOT NULL
GROUP BY seq, place, identifier;
