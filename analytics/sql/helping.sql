-- Each help between colleagues that a learner of a scope gave or received. $anyone is the scope without its people.
SELECT h.seq, h.helper, h.helped, h.seconds, warehouse.day(h.happened, $scope) AS day,
    h.helper IN (SELECT p.person FROM warehouse.people($scope) p WHERE p.role = 'learner') AS gave,
    coalesce(h.helped IN (SELECT p.person FROM warehouse.people($scope) p WHERE p.role = 'learner'), FALSE) AS received
FROM warehouse.help h
SEMI JOIN warehouse.scoped($anyone) f ON f.seq = h.seq AND f.person = h.helper
WHERE (gave OR received) AND h.helper IS DISTINCT FROM h.helped
ORDER BY h.seq, h.helper;
