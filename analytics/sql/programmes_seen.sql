-- The programmes of a scope that its reader may see. `owned`: by the units asked about, or no unit was asked about.
WITH phased AS (
    SELECT programme, string_agg(modality, ' ' ORDER BY position) AS modalities
    FROM warehouse.programme_phase GROUP BY programme
)
SELECT g.programme, g.title_en, g.title_fr, coalesce(p.modalities, g.modality) AS modalities, g.owner_unit,
    g.requested, g.designed, g.live, g.retired, g.planned_hours, g.valid_months,
    len(($scope).units::VARCHAR[]) = 0 OR coalesce(g.owner_unit IN (
        SELECT u.unit FROM warehouse.under u WHERE list_contains(($scope).units::VARCHAR[], u.ancestor)), FALSE) AS owned
FROM warehouse.programmes_seen($scope) g
LEFT JOIN phased p USING (programme)
ORDER BY g.programme;
