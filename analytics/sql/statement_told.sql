-- Whether a statement ($id) is about one person ($person, a key) of a scope.
SELECT count(*) > 0 AS told
FROM warehouse.facts($scope) f
WHERE f.id = $id::UUID AND f.person IN (SELECT p.person FROM warehouse.people($scope) p WHERE p.key = $person);
