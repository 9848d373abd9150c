-- A scope in one row: people active, the days between first and last activity, statements, activities.
SELECT count(DISTINCT person) AS active, count(DISTINCT seq) AS statements, count(DISTINCT activity) AS activities,
    min(day) AS first, max(day) AS last
FROM warehouse.scoped($scope);
