-- A rule that does not say all it needs draws nobody.
DELETE FROM warehouse.follow_up;
INSERT INTO warehouse.follow_up
WITH told AS (
    SELECT key AS programme, happened, who, TRY_CAST(value AS JSON) AS value FROM organisation.kept WHERE kind = 'follow-up'
), read AS (
    SELECT programme, value ->> '$.lag' AS lag, value ->> '$.unit' AS unit, TRY_CAST(value ->> '$.one_in' AS BIGINT) AS one_in,
        TRY_CAST(value ->> '$.after' AS BIGINT) AS after, TRY_CAST(value ->> '$.starts' AS DATE) AS starts, happened, who,
        value ->> '$.seed' AS seed
    FROM told
)
SELECT * FROM read
WHERE lag IS NOT NULL AND unit IS NOT NULL AND one_in >= 1 AND after >= 1 AND starts IS NOT NULL AND seed IS NOT NULL
ORDER BY happened, programme, lag, unit;
