-- The day a share of a place's learners had begun a programme; NULL until then. Of places with enough learners only, and
-- of programmes of which nothing was drawn, told or assigned: people are many.
WITH places AS (
    SELECT DISTINCT a.programme, i.unit, i.site FROM warehouse.indicator i JOIN warehouse.aim a USING (indicator)
    WHERE a.programme NOT IN (SELECT programme FROM warehouse.drawn UNION ALL SELECT programme FROM warehouse.rollout)
), theirs AS (
    SELECT DISTINCT g.programme, g.unit, g.site, p.person
    FROM places g
    JOIN warehouse.person p ON p.known AND p.role = 'learner' AND (g.site IS NULL OR p.site = g.site)
    WHERE g.unit IS NULL OR p.person IN (
        SELECT m.person FROM warehouse.membership m JOIN warehouse.under u ON u.unit = m.unit WHERE u.ancestor = g.unit)
), begun AS (
    SELECT m.person, m.programme, min(warehouse.day(m.happened, $scope)) AS day
    FROM warehouse.milestone m WHERE m.step IN ('started', 'completed') GROUP BY ALL
), ranked AS (
    SELECT t.programme, t.unit, t.site, b.day, count(*) OVER place AS learners,
        row_number() OVER (PARTITION BY t.programme, t.unit, t.site ORDER BY b.day NULLS LAST) AS rank
    FROM theirs t LEFT JOIN begun b USING (person, programme)
    WINDOW place AS (PARTITION BY t.programme, t.unit, t.site)
)
SELECT programme, unit, site, day AS starts FROM ranked
WHERE learners >= $learners::INTEGER AND rank = ceil(learners * $share::DOUBLE)
ORDER BY ALL;
