INSERT INTO warehouse.activity (activity, iri)
SELECT (SELECT coalesce(max(activity), 0) FROM warehouse.activity) + row_number() OVER (ORDER BY min((seq, rank, position))), iri
FROM told_activity
WHERE place <> 'category' AND iri NOT IN (SELECT iri FROM warehouse.activity)
GROUP BY iri;
