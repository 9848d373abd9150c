-- The active time of each learner of a scope by modality, and their sessions; NULL: not said how they learned.
SELECT coalesce(t.modality, 'unknown') AS modality, m.digital, t.person, sum(t.seconds) AS seconds,
    count(DISTINCT (t.began, t.session, t.registration)) AS sessions
FROM warehouse.timed($scope) t
LEFT JOIN warehouse.modality m USING (modality)
GROUP BY ALL
ORDER BY ALL;
