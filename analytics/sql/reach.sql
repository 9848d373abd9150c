-- The first and the last day anything was done in a scope.
SELECT min(day) AS first, max(day) AS last FROM warehouse.rolled($scope) WHERE initiated > 0;
