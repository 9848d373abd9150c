-- The learners the organisation declared and employed at some time in the scope's period, and whether they learned in it.
SELECT p.person, p.person IN (SELECT r.person FROM warehouse.rolled($scope) r WHERE r.initiated > 0) AS learned
FROM warehouse.people($scope) p
WHERE p.known AND p.role = 'learner'
  AND (p.joined IS NULL OR p.joined <= $asof::DATE)
  AND (p.left_on IS NULL OR $since::DATE IS NULL OR p.left_on >= $since::DATE)
ORDER BY p.person;
