-- The activities each statement speaks of, and as what.
CREATE OR REPLACE TEMP TABLE told_activity AS
WITH one AS (
    SELECT seq, 0 AS rank, 'object' AS place, [object] AS listed FROM told
    WHERE coalesce(object ->> '$.objectType', 'Activity') = 'Activity'
    UNION ALL SELECT seq, 1, 'parent', warehouse.listed(json_extract(around, '$.parent')) FROM told
    UNION ALL SELECT seq, 2, 'grouping', warehouse.listed(json_extract(around, '$.grouping')) FROM told
    UNION ALL SELECT seq, 3, 'category', warehouse.listed(json_extract(around, '$.category')) FROM told
), each AS (
    SELECT seq, rank, place, unnest(listed) AS activity, generate_subscripts(listed, 1) AS position FROM one
)
SELECT seq, rank, place, position, activity ->> '$.id' AS iri, activity ->> '$.definition.type' AS type,
    CAST(json_extract(activity, '$.definition.name') AS VARCHAR) AS name
FROM each
WHERE activity ->> '$.id' IS NOT NULL;
