-- One batch of the record, each statement's JSON parsed once. `payload` is read nowhere else.
CREATE OR REPLACE TEMP TABLE batch AS
WITH taken AS MATERIALIZED (
    SELECT s.seq, s.id, s.stored, json_extract(s.payload, [
        '$.timestamp', '$.verb.id', '$.actor', '$.object',
        '$.result.completion', '$.result.success', '$.result.duration', '$.result.response', '$.result.score',
        '$.result.extensions', '$.context.extensions', '$.context.registration', '$.context.language',
        '$.context.instructor', '$.context.statement.id', '$.context.contextActivities', '$.authority'
    ]) AS part
    FROM statement s
    WHERE s.seq > (SELECT after FROM bounds) AND s.seq <= (SELECT upto FROM bounds)
)
SELECT
    seq,
    id,
    stored,
    warehouse.believed(warehouse.instant(part[1] ->> '$'), stored) AS happened,
    part[2] ->> '$' AS verb,
    part[3] AS actor,
    part[4] AS object,
    TRY_CAST(part[5] ->> '$' AS BOOLEAN) AS completion,
    TRY_CAST(part[6] ->> '$' AS BOOLEAN) AS success,
    part[7] ->> '$' AS duration,
    part[8] ->> '$' AS response,
    TRY_CAST(part[9] ->> '$.scaled' AS DOUBLE) AS scaled,
    TRY_CAST(part[9] ->> '$.raw' AS DOUBLE) AS raw,
    TRY_CAST(part[9] ->> '$.min' AS DOUBLE) AS low,
    TRY_CAST(part[9] ->> '$.max' AS DOUBLE) AS high,
    TRY_CAST(part[10] ->> '$."https://w3id.org/xapi/acquis/ext/clicks"' AS DOUBLE) AS clicks,
    coalesce(
        TRY_CAST(part[10] ->> '$."https://w3id.org/xapi/cmi5/result/extensions/progress"' AS DOUBLE) / 100,
        TRY_CAST(part[10] ->> '$."https://w3id.org/xapi/video/extensions/progress"' AS DOUBLE),
        TRY_CAST(part[10] ->> '$."https://w3id.org/xapi/seriousgames/extensions/progress"' AS DOUBLE)) AS progress,
    part[10] ->> '$."https://w3id.org/xapi/video/extensions/played-segments"' AS played,
    TRY_CAST(part[11] ->> '$."https://w3id.org/xapi/video/extensions/length"' AS DOUBLE) AS length,
    coalesce(
        part[11] ->> '$."https://w3id.org/xapi/cmi5/context/extensions/sessionid"',
        part[11] ->> '$."https://w3id.org/xapi/video/extensions/session-id"') AS session,
    coalesce(
        part[11] ->> '$."http://id.tincanapi.com/extension/planned-duration"',
        part[4] ->> '$.definition.extensions."http://id.tincanapi.com/extension/planned-duration"') AS planned,
    lower(part[11] ->> '$."https://w3id.org/xapi/acquis/ext/device"') AS device,
    lower(part[11] ->> '$."https://w3id.org/xapi/acquis/ext/survey-stage"') AS stage,
    TRY_CAST(part[11] ->> '$."https://w3id.org/xapi/acquis/ext/supervised"' AS BOOLEAN) AS supervised,
    TRY_CAST(regexp_extract(coalesce(
        part[11] ->> '$."https://w3id.org/xapi/comp/contextextensions/expires"',
        part[11] ->> '$."http://id.tincanapi.com/extension/valid-until"'), '^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}') AS DATE) AS expires,
    TRY_CAST(part[12] ->> '$' AS UUID) AS registration,
    lower(regexp_extract(part[13] ->> '$', '^[A-Za-z]+')) AS language,
    part[14] AS instructor,
    TRY_CAST(CASE part[4] ->> '$.objectType' WHEN 'StatementRef' THEN part[4] ->> '$.id' ELSE part[15] ->> '$' END AS UUID) AS refers,
    part[16] AS around,
    md5_number_lower(part[17] ->> '$') AS sender,
    id IN (SELECT target FROM void WHERE seq <= (SELECT upto FROM bounds)) AS voided
FROM taken;
