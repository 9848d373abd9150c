-- The sessions planned in a scope's period, one row for each of its people expected there, one without where none was.
-- Where several sessions share an activity, the day says which.
WITH planned AS (
    SELECT s.*, count(*) OVER (PARTITION BY s.activity) > 1 AS shared
    FROM warehouse.session s
    SEMI JOIN warehouse.programmes($scope) g ON g.programme = s.programme
    WHERE (($scope).since::TIMESTAMP IS NULL OR s.starts >= ($scope).since::TIMESTAMP)
      AND (($scope).until::TIMESTAMP IS NULL OR s.starts < ($scope).until::TIMESTAMP)
), came AS (
    SELECT s.session, t.person, bool_or(t.present) AS present
    FROM planned s
    JOIN warehouse.activity a ON a.iri = s.activity
    JOIN warehouse.attendance t ON t.activity = a.activity
        AND (NOT s.shared OR warehouse.day(t.starts, $scope) = warehouse.day(s.starts, $scope))
    SEMI JOIN warehouse.people($scope) p ON p.person = t.person
    GROUP BY s.session, t.person
)
SELECT s.session, s.programme, s.starts, s.ends, s.site, s.capacity, s.planned_seconds / 3600 AS planned_hours,
    c.person, c.present
FROM planned s LEFT JOIN came c USING (session)
ORDER BY s.starts, s.session, c.person;
