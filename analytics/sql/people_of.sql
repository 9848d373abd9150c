-- Who some people ($whom, by number) are, and when they were first and last active in a scope.
WITH active AS (
    SELECT person, min(day) AS first_active, max(day) AS last_active
    FROM warehouse.rolled($scope) WHERE initiated > 0 GROUP BY person
)
SELECT p.person, p.key, p.name, p.unit, p.job_family, p.country, a.first_active, a.last_active
FROM warehouse.placed($scope) p
LEFT JOIN active a ON a.person = p.person
WHERE p.person IN (SELECT unnest($whom))
ORDER BY coalesce(p.name, p.key), p.person;
