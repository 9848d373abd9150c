-- How long programmes took from the request to the design, and to the day learners could follow them: of units, those
-- they own; of chosen people (a group, a country, a language), those that they were assigned or take part in.
WITH chosen AS (
    SELECT person FROM warehouse.people($scope)
    WHERE coalesce(($scope)."group"::VARCHAR, ($scope).country::VARCHAR, ($scope).language::VARCHAR) IS NOT NULL
), theirs AS (
    SELECT DISTINCT programme FROM warehouse.taking_part SEMI JOIN chosen USING (person)
)
SELECT programme, title_en, title_fr, requested, designed, live,
    designed - requested AS to_design, live - designed AS to_live, live - requested AS days
FROM warehouse.programmes($scope)
WHERE (requested IS NOT NULL)::INTEGER + (designed IS NOT NULL)::INTEGER + (live IS NOT NULL)::INTEGER >= 2
  AND (len(($scope).units::VARCHAR[]) = 0 OR owner_unit IN (
        SELECT u.unit FROM warehouse.under u WHERE list_contains(($scope).units::VARCHAR[], u.ancestor)))
  AND (($scope).allowed::VARCHAR[] IS NULL OR owner_unit IN (
        SELECT u.unit FROM warehouse.under u WHERE list_contains(($scope).allowed::VARCHAR[], u.ancestor)))
  AND (coalesce(($scope)."group"::VARCHAR, ($scope).country::VARCHAR, ($scope).language::VARCHAR) IS NULL
    OR programme IN (SELECT programme FROM theirs))
  AND ($since::DATE IS NULL OR coalesce(live, designed) >= $since::DATE)
  AND ($until::DATE IS NULL OR coalesce(live, designed, requested) <= $until::DATE)
ORDER BY programme;
