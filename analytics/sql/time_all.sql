-- The active time of each learner of a scope, and their sessions: one that changes modality on the way is one.
SELECT person, sum(seconds) AS seconds, count(DISTINCT (began, session, registration)) AS sessions
FROM warehouse.timed($scope)
GROUP BY person
ORDER BY person;
