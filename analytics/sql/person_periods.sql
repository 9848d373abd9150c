-- In which months or weeks ($grain) each learner of a scope was active: days since 1970 of the first day of each.
SELECT DISTINCT person, date_trunc($grain, day)::DATE AS period
FROM warehouse.rolled($scope) WHERE initiated > 0
ORDER BY person, period;
