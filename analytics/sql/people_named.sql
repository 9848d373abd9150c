-- Who the people of a scope are.
SELECT person, key, name, unit FROM warehouse.people($scope) ORDER BY person;
