-- The programmes of a scope that its reader may see: those their units own, and those their people take part in.
-- `owned`: by the units asked about, or no unit was asked about.
WITH mine AS (
    SELECT u.unit FROM warehouse.under u WHERE list_contains(($scope).allowed::VARCHAR[], u.ancestor)
), members AS (
    SELECT m.person FROM warehouse.membership m SEMI JOIN mine USING (unit)
), theirs AS (
    SELECT programme FROM warehouse.assigned SEMI JOIN members USING (person)
    UNION
    SELECT programme FROM warehouse.milestone SEMI JOIN members USING (person)
    UNION
    SELECT programme FROM warehouse.rollup SEMI JOIN members USING (person)
), phased AS (
    SELECT programme, string_agg(modality, ' ' ORDER BY position) AS modalities
    FROM warehouse.programme_phase GROUP BY programme
)
SELECT g.programme, g.title_en, g.title_fr, coalesce(p.modalities, g.modality) AS modalities, g.owner_unit,
    g.requested, g.designed, g.live, g.retired, g.planned_hours, g.valid_months,
    len(($scope).units::VARCHAR[]) = 0 OR coalesce(g.owner_unit IN (
        SELECT u.unit FROM warehouse.under u WHERE list_contains(($scope).units::VARCHAR[], u.ancestor)), FALSE) AS owned
FROM warehouse.programmes($scope) g
LEFT JOIN phased p USING (programme)
WHERE ($scope).allowed::VARCHAR[] IS NULL OR g.owner_unit IN (SELECT unit FROM mine)
   OR g.programme IN (SELECT programme FROM theirs)
ORDER BY g.programme;
