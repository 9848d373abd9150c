-- On how many days each person was active, counted by number of days.
SELECT days, count(*) AS learners
FROM (
    SELECT agent, count(DISTINCT day) AS days
    FROM warehouse.scoped($since::TIMESTAMP, $until::TIMESTAMP, $course::VARCHAR, $zone::VARCHAR)
    GROUP BY agent
)
GROUP BY days
ORDER BY days;
