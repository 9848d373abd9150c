-- How many people the organisation declares of each place that figures are told of, whenever, and how many of them were
-- there at some time in each month with a figure.
WITH month AS (
    SELECT DISTINCT unit, site, month FROM warehouse.indicator
), place AS (
    SELECT DISTINCT unit, site FROM month
), theirs AS (
    SELECT DISTINCT g.unit, g.site, p.person, p.joined, p.left_on
    FROM place g JOIN warehouse.membership m ON TRUE JOIN warehouse.under u ON u.unit = m.unit AND u.ancestor = g.unit
    JOIN warehouse.person p ON p.person = m.person AND p.known AND (g.site IS NULL OR p.site = g.site)
    UNION ALL
    SELECT g.unit, g.site, p.person, p.joined, p.left_on
    FROM place g JOIN warehouse.person p ON p.known AND p.site = g.site
    WHERE g.unit IS NULL
)
SELECT n.unit, n.site, n.month, count(t.person) AS declared,
    count(t.person) FILTER (coalesce(t.joined, n.month) <= last_day(n.month) AND coalesce(t.left_on, n.month) >= n.month) AS people
FROM month n
LEFT JOIN theirs t ON t.unit IS NOT DISTINCT FROM n.unit AND t.site IS NOT DISTINCT FROM n.site
GROUP BY ALL
ORDER BY ALL;
