-- A threshold is kept under its name, for everyone, or its name, a space and the key of a unit. The newest value holds;
-- one that is no number (null: taken back) is none.
DELETE FROM warehouse.threshold;
INSERT INTO warehouse.threshold
WITH chosen AS (
    SELECT split_part(key, ' ', 1) AS name, substr(key, length(split_part(key, ' ', 1)) + 2) AS unit,
        arg_max(TRY_CAST(value AS DOUBLE), happened) AS value
    FROM organisation.kept WHERE kind = 'threshold' GROUP BY key
    HAVING isfinite(arg_max(coalesce(TRY_CAST(value AS DOUBLE), 'nan'::DOUBLE), happened))
), reached AS (
    SELECT c.name, w.unit, c.value, u.depth
    FROM chosen c JOIN warehouse.under w ON w.ancestor = c.unit JOIN warehouse.unit u ON u.unit = c.unit
    UNION ALL
    SELECT c.name, u.unit, c.value, -1
    FROM chosen c CROSS JOIN (SELECT unit FROM warehouse.unit UNION ALL SELECT '') u WHERE c.unit = ''
)
SELECT name, unit, arg_max(value, depth) FROM reached GROUP BY name, unit ORDER BY name, unit;
