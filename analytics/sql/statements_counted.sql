-- How many statements stand behind figures of a scope, and of how many people; one about several is one.
SELECT count(DISTINCT seq) AS statements, count(DISTINCT person) AS people, count(*) AS lines
FROM warehouse.behind($scope, $kind, $did, $session, $whom, $find);
