-- Who is in each of some units ($below) or under it, once each.
SELECT DISTINCT u.ancestor AS unit, m.person
FROM warehouse.under u
JOIN warehouse.membership m USING (unit)
WHERE list_contains($below::VARCHAR[], u.ancestor)
ORDER BY ALL;
