-- The units whose money a scope counts: of those asked about and those its reader may count, each with what is below.
SELECT u.unit FROM warehouse.unit u
WHERE (len(($scope).units::VARCHAR[]) = 0 OR u.unit IN (
        SELECT x.unit FROM warehouse.under x WHERE list_contains(($scope).units::VARCHAR[], x.ancestor)))
  AND (($scope).allowed::VARCHAR[] IS NULL OR u.unit IN (
        SELECT x.unit FROM warehouse.under x WHERE list_contains(($scope).allowed::VARCHAR[], x.ancestor)))
ORDER BY u.unit;
