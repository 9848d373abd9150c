-- On how many days of a scope each learner was active; with $weekdays, Saturdays and Sundays count for nothing.
SELECT person, count(DISTINCT day) AS days
FROM warehouse.rolled($scope)
WHERE initiated > 0 AND (NOT $weekdays OR isodow(day) < 6)
GROUP BY person
ORDER BY person;
