-- The activities each statement speaks of, and as what.
CREATE OR REPLACE TEMP TABLE batch_activity AS
WITH one AS (
    SELECT seq, 0 AS rank, 'object' AS place, [object] AS listed FROM batch
    WHERE coalesce(object ->> '$.objectType', 'Activity') = 'Activity'
    UNION ALL SELECT seq, 1, 'parent', warehouse.listed(json_extract(around, '$.parent')) FROM batch
    UNION ALL SELECT seq, 2, 'grouping', warehouse.listed(json_extract(around, '$.grouping')) FROM batch
    UNION ALL SELECT seq, 3, 'other', warehouse.listed(json_extract(around, '$.other')) FROM batch
    UNION ALL SELECT seq, 4, 'category', warehouse.listed(json_extract(around, '$.category')) FROM batch
), each AS (
    SELECT seq, rank, place, unnest(listed) AS activity, generate_subscripts(listed, 1) AS position FROM one
)
SELECT seq, rank, place, position, activity ->> '$.id' AS iri, activity ->> '$.definition.type' AS type,
    CAST(json_extract(activity, '$.definition.name') AS VARCHAR) AS name
FROM each
WHERE activity ->> '$.id' IS NOT NULL;
