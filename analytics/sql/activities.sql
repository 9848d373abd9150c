-- What was used most: by how many people, then by how many statements. A course itself is not one of its activities.
SELECT a.iri, a.name, a.type, count(DISTINCT f.person) AS learners, count(DISTINCT f.seq) AS statements, sum(f.clicks) AS clicks
FROM warehouse.scoped($scope) f
JOIN warehouse.activity a USING (activity)
ANTI JOIN warehouse.course c ON c.activity = f.activity
GROUP BY a.iri, a.name, a.type
ORDER BY learners DESC, statements DESC, a.iri;
