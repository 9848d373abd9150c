INSERT INTO warehouse.activity
SELECT (SELECT coalesce(max(activity), 0) FROM warehouse.activity) + row_number() OVER (ORDER BY min((seq, rank, position))), iri, NULL, NULL
FROM told_activity
WHERE place <> 'category' AND iri NOT IN (SELECT iri FROM warehouse.activity)
GROUP BY iri;
