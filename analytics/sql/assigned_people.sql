-- How many of a scope's people have anything assigned.
SELECT count(DISTINCT a.person) AS people
FROM warehouse.assigned a
SEMI JOIN warehouse.people($scope) p ON p.person = a.person;
