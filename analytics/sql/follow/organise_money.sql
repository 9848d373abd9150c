DELETE FROM warehouse.cost;
INSERT INTO warehouse.cost
SELECT line, programme, component, basis, nature, alternative, amount, currency, valid_from,
    CASE WHEN basis = 'fixed' THEN valid_to ELSE coalesce(valid_to, lead(valid_from) OVER same - 1) END,
    amortised_months, unit, allocation, low, high, credits, source, file, position, who, told
FROM organisation.cost
WHERE NOT coalesce(withdrawn, false)
WINDOW same AS (PARTITION BY programme, component, basis, nature, alternative, unit ORDER BY valid_from, line)
ORDER BY line;

DELETE FROM warehouse.hourly;
INSERT INTO warehouse.hourly
SELECT job_family, unit, valid_from, coalesce(valid_to, lead(valid_from) OVER same - 1), amount, currency, source, file, position, who, told
FROM organisation.rate
WINDOW same AS (PARTITION BY job_family, unit ORDER BY valid_from)
ORDER BY ALL;

DELETE FROM warehouse.exchange;
INSERT INTO warehouse.exchange
SELECT currency, base, valid_from, coalesce(valid_to, lead(valid_from) OVER same - 1), rate
FROM organisation.currency
WINDOW same AS (PARTITION BY currency ORDER BY valid_from)
ORDER BY ALL;

DELETE FROM warehouse.benefit;
INSERT INTO warehouse.benefit
SELECT line, programme, kind, title, evidence, indicator, amount, currency, valid_from, valid_to, share, confidence, low,
    high, unit, source, file, position, who, told
FROM organisation.benefit
WHERE NOT coalesce(withdrawn, false)
ORDER BY line;

DELETE FROM warehouse.line_change;
INSERT INTO warehouse.line_change
WITH noted AS (
    SELECT split_part(kind, ' ', 2) AS kind, key AS line, happened, who, TRY_CAST(value AS JSON) AS value
    FROM organisation.kept WHERE kind IN ('told cost', 'told benefit', 'told rate', 'told currency')
), each AS (
    SELECT *, unnest(CASE WHEN (value ->> '$.new')::BOOLEAN THEN [NULL] ELSE json_keys(value, '$.values') END) AS name
    FROM noted
)
SELECT kind, line, value ->> '$.of.programme', value ->> '$.of.unit', happened, who, name,
    json_extract_string(value, '$.values.' || name || '[0]'), json_extract_string(value, '$.values.' || name || '[1]'),
    value ->> '$.file', TRY_CAST(value ->> '$.position' AS INTEGER)
FROM each
ORDER BY happened, kind, line, name;
