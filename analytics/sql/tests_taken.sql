-- Each test each person took in a scope, and whether they passed it, at any attempt.
SELECT a.person, a.activity, bool_or(a.success) AS passed
FROM warehouse.assessment a
SEMI JOIN warehouse.facts($scope) f ON f.seq = a.seq AND f.person = a.person
WHERE NOT a.question AND a.success IS NOT NULL
GROUP BY a.person, a.activity
ORDER BY a.activity, a.person;
