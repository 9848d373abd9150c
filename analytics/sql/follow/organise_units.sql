DELETE FROM warehouse.under;
INSERT INTO warehouse.under
WITH RECURSIVE way (ancestor, unit) AS (
    SELECT key, key FROM organisation.unit
    UNION
    SELECT way.ancestor, u.key FROM way JOIN organisation.unit u ON u.parent = way.unit
)
SELECT ancestor, unit FROM way ORDER BY ALL;

DELETE FROM warehouse.unit;
INSERT INTO warehouse.unit
SELECT u.key, u.parent, u.title_en, u.title_fr, u.country, d.depth, u.zone
FROM organisation.unit u
JOIN (SELECT unit, count(*) - 1 AS depth FROM warehouse.under GROUP BY unit) d ON d.unit = u.key
ORDER BY u.key;
