-- The courses that the people of a scope did something in, the ones with most statements first.
SELECT c.iri, c.name, count(*) AS statements
FROM warehouse.facts($scope) f
JOIN (
    SELECT seq, activity FROM warehouse.part_of
    UNION
    SELECT seq, activity FROM warehouse.fact
) p USING (seq)
JOIN warehouse.course c ON c.activity = p.activity
GROUP BY c.iri, c.name
ORDER BY statements DESC, c.iri;
