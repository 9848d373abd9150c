-- Learners by the month in which they entered each programme, by unit and site, and by the days between which no price changes.
WITH first AS (
    SELECT m.person, m.programme, warehouse.day(min(m.happened), $scope) AS day
    FROM warehouse.milestone m
    WHERE m.step <> 'dropped'
    GROUP BY m.person, m.programme
)
SELECT date_trunc('month', f.day)::DATE AS month, min(f.day) AS day, f.programme, p.unit, p.site, count(*) AS enrolments
FROM first f JOIN warehouse.person p ON p.person = f.person AND p.role = 'learner'
GROUP BY date_trunc('month', f.day), len(list_filter($breaks::DATE[], lambda x: x <= f.day)), f.programme, p.unit, p.site
ORDER BY ALL;
