-- On which days the learners of a scope did something in each of its programmes, up to $asof.
SELECT DISTINCT r.person, r.programme, warehouse.day(r.quarter, $scope) AS day
FROM warehouse.rollup r
SEMI JOIN warehouse.people($scope) p ON p.person = r.person
SEMI JOIN warehouse.programmes($scope) g ON g.programme = r.programme
WHERE r.initiated > 0 AND warehouse.day(r.quarter, $scope) <= $asof::DATE
ORDER BY r.person, r.programme, day;
