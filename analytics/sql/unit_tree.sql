-- The units whose people may be counted, each with its parent; '' above the topmost.
WITH allowed AS (
    SELECT u.unit, u.parent FROM warehouse.unit u
    WHERE ($scope).allowed::VARCHAR[] IS NULL OR u.unit IN (
        SELECT x.unit FROM warehouse.under x WHERE list_contains(($scope).allowed::VARCHAR[], x.ancestor))
)
SELECT a.unit, CASE WHEN a.parent IN (SELECT unit FROM allowed) THEN a.parent ELSE '' END AS parent
FROM allowed a
ORDER BY a.unit;
