-- On how many days each person was active, counted by number of days.
SELECT days, count(*) AS learners
FROM (
    SELECT person, count(DISTINCT day) AS days
    FROM warehouse.scoped($scope)
    GROUP BY person
)
GROUP BY days
ORDER BY days;
