-- One batch of the record, each statement's JSON parsed once. `payload` is read nowhere else.
CREATE OR REPLACE TEMP TABLE told AS
WITH taken AS MATERIALIZED (
    SELECT seq, id, stored, json_extract(payload, [
        '$.timestamp', '$.verb.id', '$.actor', '$.object', '$.result', '$.context.contextActivities'
    ]) AS part
    FROM statement
    WHERE seq > $after AND seq <= $upto
)
SELECT
    seq,
    id,
    warehouse.instant(part[1] ->> '$') AS happened,
    stored,
    part[2] ->> '$' AS verb,
    part[3] AS actor,
    part[4] AS object,
    part[6] AS around,
    TRY_CAST(part[5] ->> '$.extensions."https://w3id.org/xapi/acquis/ext/clicks"' AS DOUBLE) AS clicks,
    coalesce(part[5] ->> '$.completion' = 'false' AND coalesce(part[5] ->> '$.duration', 'PT0S') IN ('PT0S', 'PT0H', 'PT0M'), FALSE)
        AS absent,
    id IN (SELECT target FROM void WHERE seq <= $upto) AS voided
FROM taken;
