-- How many sessions there are if a pause of more than $minutes ends one. What a tool names (session, registration) is one
-- session whatever the pauses.
WITH ordered AS (
    SELECT person, session, registration, happened,
        lag(happened) OVER (PARTITION BY person, session, registration ORDER BY happened) AS earlier
    FROM warehouse.scoped($scope)
)
SELECT g.minutes, count(DISTINCT o.person) AS learners, count(*) FILTER (
        o.earlier IS NULL
        OR (o.session IS NULL AND o.registration IS NULL AND o.happened - o.earlier > to_minutes(g.minutes::BIGINT))
    ) AS sessions
FROM (SELECT unnest($minutes::INTEGER[]) AS minutes) g LEFT JOIN ordered o ON TRUE
GROUP BY g.minutes
ORDER BY g.minutes;
