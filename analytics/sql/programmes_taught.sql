-- Which programme teaches which competency, and how it is learned: as it says, or as what it tests says.
SELECT DISTINCT p.programme, p.modality, t.competency
FROM warehouse.programmes($scope) p
JOIN (
    SELECT programme, competency FROM warehouse.programme_competency
    UNION
    SELECT programme, competency FROM warehouse.assessment WHERE programme IS NOT NULL AND competency IS NOT NULL
) t USING (programme)
WHERE p.modality IS NOT NULL
ORDER BY ALL;
