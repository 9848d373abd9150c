-- Who the people of a scope are.
SELECT person, key, name, unit FROM warehouse.placed($scope) ORDER BY person;
