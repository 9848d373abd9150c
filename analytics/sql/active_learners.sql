-- The learners of a scope who did anything in it.
SELECT DISTINCT person FROM warehouse.scoped($scope) ORDER BY person;
