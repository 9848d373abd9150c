-- The courses seen, the ones with most statements first.
SELECT c.iri, c.name, coalesce(n.statements, 0) AS statements
FROM warehouse.course c
LEFT JOIN (SELECT activity, count(*) AS statements FROM warehouse.part_of GROUP BY activity) n USING (activity)
ORDER BY statements DESC, c.iri;
