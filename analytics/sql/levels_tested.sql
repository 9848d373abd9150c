-- Who was tested in each programme of a scope, with a result.
SELECT DISTINCT a.programme, a.person
FROM warehouse.assessment a
SEMI JOIN warehouse.scoped($scope) f ON f.seq = a.seq AND f.person = a.person
WHERE a.programme IS NOT NULL AND (a.success IS NOT NULL OR a.scaled IS NOT NULL)
ORDER BY ALL;
