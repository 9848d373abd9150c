-- Each occasion of learning: a learner, a day, a programme or none; and whether the programme was one they had to do.
SELECT person, coalesce(bool_or(assigned), FALSE) AS assigned
FROM warehouse.scoped($scope)
GROUP BY person, day, programme
ORDER BY person;
