-- The people of each unit, of those below it too.
SELECT DISTINCT u.ancestor AS unit, m.person
FROM warehouse.membership m JOIN warehouse.under u USING (unit)
ORDER BY unit, person;
