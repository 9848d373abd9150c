SELECT programme, unit, position, starts, drawn, who, seed FROM warehouse.drawn
WHERE ($scope).allowed::VARCHAR[] IS NULL OR unit IN (
    SELECT x.unit FROM warehouse.under x WHERE list_contains(($scope).allowed::VARCHAR[], x.ancestor))
ORDER BY programme, position;
