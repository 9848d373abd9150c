-- What a scope can be broken down or narrowed by: the values of $dimension there are in it; of 'course', its own if
-- anything is known of it.
SELECT DISTINCT value FROM (
    SELECT country AS value FROM warehouse.people($scope) WHERE $dimension = 'country'
    UNION ALL
    SELECT language FROM warehouse.people($scope) WHERE $dimension = 'language'
    UNION ALL
    SELECT programme FROM warehouse.programmes($scope) WHERE $dimension = 'programme'
    UNION ALL
    SELECT modality FROM warehouse.programmes($scope) WHERE $dimension = 'modality'
    UNION ALL
    SELECT g."group" FROM warehouse.grouped g SEMI JOIN warehouse.people($scope) p USING (person)
    WHERE $dimension = 'group'
    UNION ALL
    SELECT modality FROM warehouse.modality WHERE $dimension = 'any modality'
    UNION ALL
    SELECT iri FROM warehouse.activity WHERE $dimension = 'course' AND iri = ($scope).course::VARCHAR
    UNION ALL
    SELECT CASE $dimension WHEN 'device' THEN device ELSE modality END
    FROM warehouse.rolled($scope) WHERE $dimension IN ('device', 'modality')
)
WHERE value IS NOT NULL
ORDER BY value;
