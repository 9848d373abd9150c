-- The sessions of a scope, a row for each of its people expected at one; see `warehouse.meetings`.
SELECT session, programme, starts, ends, site, capacity, planned_seconds / 3600 AS planned_hours, owned, person, present
FROM warehouse.meetings($scope)
ORDER BY starts, session, person;
