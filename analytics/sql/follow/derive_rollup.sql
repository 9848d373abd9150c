-- The quarters of an hour that were touched, counted anew.
CREATE OR REPLACE TEMP TABLE touched_quarter AS
SELECT person, warehouse.quarter(happened) AS quarter FROM touched 
UNION SELECT person, warehouse.quarter(starts) FROM gone
UNION SELECT person, warehouse.quarter(starts) FROM timed;

DELETE FROM warehouse.rollup WHERE (quarter, person) IN (SELECT (quarter, person) FROM touched_quarter);
INSERT INTO warehouse.rollup
SELECT quarter, person, programme, modality, device, language, sum(statements), sum(seconds), sum(initiated)
FROM (
    SELECT warehouse.quarter(f.happened) AS quarter, f.person, f.programme, f.modality, f.device, f.language,
        1 AS statements, 0::DOUBLE AS seconds, f.initiated::INTEGER AS initiated
    FROM warehouse.fact f
    SEMI JOIN touched_quarter q ON q.person = f.person AND q.quarter = warehouse.quarter(f.happened)
    UNION ALL
    SELECT warehouse.quarter(t.starts), t.person, t.programme, t.modality, t.device, t.language, 0, t.seconds, 0
    FROM warehouse.session_time t
    SEMI JOIN touched_quarter q ON q.person = t.person AND q.quarter = warehouse.quarter(t.starts)
)
GROUP BY ALL
ORDER BY quarter, person;
