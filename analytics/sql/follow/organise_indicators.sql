DELETE FROM warehouse.indicator;
INSERT INTO warehouse.indicator
SELECT indicator, unit, site, month, numerator, denominator, better, value, currency, source, file, position
FROM organisation.indicator ORDER BY ALL;

DELETE FROM warehouse.aim;
INSERT INTO warehouse.aim SELECT DISTINCT indicator, programme FROM organisation.aim ORDER BY ALL;

-- What was drawn first holds: whoever draws again until the order pleases draws in vain.
DELETE FROM warehouse.drawn;
INSERT INTO warehouse.drawn
WITH first AS (
    SELECT key AS programme, min(happened) AS drawn, arg_min(who, happened) AS who,
        arg_min(TRY_CAST(value AS JSON), happened) AS value
    FROM organisation.kept WHERE kind = 'draw' GROUP BY key
), told AS (
    SELECT programme, drawn, who, value ->> '$.seed' AS seed,
        unnest(json_extract(value, '$.units[*]')) AS one, generate_subscripts(json_extract(value, '$.units[*]'), 1) AS position
    FROM first
)
SELECT programme, one ->> '$.unit', position, TRY_CAST(one ->> '$.starts' AS DATE), drawn, who, seed
FROM told WHERE one ->> '$.unit' IS NOT NULL
ORDER BY programme, position;

-- What was told of a programme's roll-out goes before what rules assign.
DELETE FROM warehouse.rollout;
INSERT INTO warehouse.rollout
SELECT programme, unit, min(starts) FROM organisation.rollout GROUP BY ALL
UNION ALL
SELECT programme, coalesce(unit, ''), min(assigned)
FROM organisation.assignment
WHERE person IS NULL AND NOT exempt AND programme NOT IN (SELECT programme FROM organisation.rollout)
GROUP BY ALL
ORDER BY ALL;
