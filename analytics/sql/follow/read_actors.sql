-- Who each statement is about: its agent, or every member of its group.
CREATE OR REPLACE TEMP TABLE told_actor AS
WITH one AS (
    SELECT seq, unnest(CASE WHEN actor ->> '$.objectType' = 'Group' THEN json_extract(actor, '$.member[*]') ELSE [actor] END) AS actor
    FROM told
), named AS (
    SELECT seq, row_number() OVER (PARTITION BY seq) AS position, warehouse.identifier(actor) AS identifier, actor ->> '$.name' AS name
    FROM one
)
SELECT seq, min(position) AS position, identifier, arg_min(name, position) AS name
FROM named
WHERE identifier IS NOT NULL
GROUP BY seq, identifier;
