-- Each assignment of a scope that is open on the day it is judged, and what was known of it by then. It is judged at the
-- end of $asof or, with $ahead, so many days before it is due, if that was by $asof and not before $since. Limits are
-- those of the person's unit, else the defaults. `done`: when it was last done; the two fortnights end on that day.
WITH must AS (
    SELECT a.person, a.programme, a.assigned, a.due, a.mandatory, a.valid_months, p.key, p.name, p.unit,
        g.title_en, g.title_fr, CASE WHEN $ahead IS NULL THEN $asof::DATE ELSE a.due - $ahead::INTEGER END AS judged
    FROM warehouse.assigned a
    JOIN warehouse.placed($scope) p ON p.person = a.person AND p.role = 'learner'
    JOIN warehouse.programmes($scope) g ON g.programme = a.programme
    WHERE NOT a.exempt AND a.assigned <= $asof::DATE
      AND (p.joined IS NULL OR p.joined <= $asof::DATE)
      AND ($ahead IS NULL AND (p.left_on IS NULL OR p.left_on > $asof::DATE)
           OR a.due <= $asof::DATE AND ($since::DATE IS NULL OR a.due >= $since::DATE)
              AND a.assigned <= a.due - $ahead::INTEGER AND (p.left_on IS NULL OR p.left_on > a.due))
), step AS (
    SELECT m.person, m.programme,
        min(warehouse.day(s.happened, $scope)) FILTER (WHERE s.step NOT IN ('registered', 'dropped')) AS started,
        count(*) FILTER (WHERE s.step = 'p50') > 0 AS is_half,
        min(warehouse.day(s.happened, $scope)) FILTER (WHERE s.step IN ('completed', 'passed')) AS first_done
    FROM must m JOIN warehouse.milestone s ON s.person = m.person AND s.programme = m.programme
    WHERE warehouse.day(s.happened, $scope) <= m.judged
    GROUP BY m.person, m.programme
), told AS MATERIALIZED (  -- it is read twice
    SELECT * FROM warehouse.accomplished
), done AS (
    SELECT m.person, m.programme, max(warehouse.day(t.happened, $scope)) AS done
    FROM must m JOIN told t ON t.person = m.person AND t.programme = m.programme
    WHERE warehouse.day(t.happened, $scope) <= m.judged
    GROUP BY m.person, m.programme
), met AS (
    SELECT DISTINCT m.person, m.programme
    FROM must m JOIN told t ON t.person = m.person AND t.programme = m.programme
    WHERE warehouse.day(t.happened, $scope) <= m.due
), active AS (
    SELECT m.person, m.programme, max(r.day) AS last_active,
        count(DISTINCT r.day) FILTER (WHERE r.day > m.judged - 14) AS days_now,
        count(DISTINCT r.day) FILTER (WHERE r.day <= m.judged - 14 AND r.day > m.judged - 28) AS days_before
    FROM must m
    JOIN (
        SELECT DISTINCT person, programme, warehouse.day(quarter, $scope) AS day FROM warehouse.rollup WHERE initiated > 0
    ) r ON r.person = m.person AND r.programme = m.programme AND r.day <= m.judged
    GROUP BY m.person, m.programme
), tested AS (
    SELECT m.person, m.programme, count(*) FILTER (WHERE NOT t.success) AS failures,
        max(warehouse.day(t.happened, $scope)) FILTER (WHERE NOT t.success) AS last_failure
    FROM must m
    JOIN warehouse.assessment t ON t.person = m.person AND t.programme = m.programme
    WHERE NOT t.question AND t.success IS NOT NULL AND warehouse.day(t.happened, $scope) <= m.judged
    GROUP BY m.person, m.programme
    HAVING max(t.happened) FILTER (WHERE t.success) IS NULL
        OR max(t.happened) FILTER (WHERE NOT t.success) > max(t.happened) FILTER (WHERE t.success)
), spoken AS (
    SELECT m.person, m.programme, max(warehouse.day(c.happened, $scope)) AS contacted
    FROM must m
    JOIN warehouse.contact c ON c.person = m.person AND (c.programme IS NULL OR c.programme = m.programme)
    WHERE warehouse.day(c.happened, $scope) BETWEEN m.assigned
        AND CASE WHEN $ahead IS NULL THEN $asof::DATE ELSE m.due END
    GROUP BY m.person, m.programme
), own AS (
    PIVOT (SELECT unit, name, value FROM warehouse.threshold)
    ON name IN ('not_started', 'silent', 'disengaging', 'struggling', 'due_soon', 'late', 'expiring')
    USING max(value) GROUP BY unit
)
SELECT m.person, m.key, m.name, m.unit, m.programme, m.title_en, m.title_fr, m.assigned, m.due, m.mandatory, m.judged,
    s.started, coalesce(s.is_half, FALSE) AS is_half, d.done,
    (d.done + to_months(m.valid_months))::DATE AS expires,
    a.last_active, coalesce(a.days_now, 0) AS days_now, coalesce(a.days_before, 0) AS days_before,
    coalesce(t.failures, 0) AS failures, t.last_failure, c.contacted,
    m.due IS NOT NULL AND x.person IS NULL AS is_missed,
    o.not_started AS limit_not_started, o.silent AS limit_silent, o.disengaging AS limit_disengaging,
    o.struggling AS limit_struggling, o.due_soon AS limit_due_soon, o.late AS limit_late, o.expiring AS limit_expiring
FROM must m
LEFT JOIN step s ON s.person = m.person AND s.programme = m.programme
LEFT JOIN done d ON d.person = m.person AND d.programme = m.programme
LEFT JOIN met x ON x.person = m.person AND x.programme = m.programme
LEFT JOIN active a ON a.person = m.person AND a.programme = m.programme
LEFT JOIN tested t ON t.person = m.person AND t.programme = m.programme
LEFT JOIN spoken c ON c.person = m.person AND c.programme = m.programme
LEFT JOIN own o ON o.unit = coalesce(m.unit, '')
ORDER BY m.programme, m.person;
