-- The figures of a scope's units, until a day: of a site without a unit only to who asks about, and may see, them all.
SELECT i.* FROM warehouse.indicator i
WHERE i.month <= $asof::DATE
  AND (len(($scope).units::VARCHAR[]) = 0 OR i.unit IN (
        SELECT x.unit FROM warehouse.under x WHERE list_contains(($scope).units::VARCHAR[], x.ancestor)))
  AND (($scope).allowed::VARCHAR[] IS NULL OR i.unit IN (
        SELECT x.unit FROM warehouse.under x WHERE list_contains(($scope).allowed::VARCHAR[], x.ancestor)))
ORDER BY i.indicator, i.unit, i.site, i.month;
