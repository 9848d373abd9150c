-- The type and the name an activity was given last.
UPDATE warehouse.activity AS a SET type = coalesce(latest.type, a.type), name = coalesce(latest.name, a.name)
FROM (
    SELECT iri,
        arg_max(type, (seq, rank, position)) FILTER (type IS NOT NULL) AS type,
        arg_max(name, (seq, rank, position)) FILTER (name IS NOT NULL) AS name
    FROM told_activity WHERE place <> 'category' AND (type IS NOT NULL OR name IS NOT NULL) GROUP BY iri
) latest
WHERE a.iri = latest.iri AND (a.type, a.name) IS DISTINCT FROM (coalesce(latest.type, a.type), coalesce(latest.name, a.name));
