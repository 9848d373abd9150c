-- Rules told person by person; the earliest assignment holds.
DELETE FROM warehouse.assigned;
INSERT INTO warehouse.assigned
WITH told AS (
    SELECT h.human AS person, a.programme, a.assigned, a.due, a.mandatory, a.valid_months, a.exempt
    FROM organisation.assignment a
    JOIN organisation.person p ON p.key = a.person
    JOIN organisation.human h ON h.person = p.person
    UNION ALL
    SELECT p.person, a.programme, greatest(a.assigned, coalesce(p.joined, a.assigned)),
        a.due + greatest(0, date_diff('day', a.assigned, coalesce(p.joined, a.assigned)))::INTEGER,
        a.mandatory, a.valid_months, a.exempt
    FROM organisation.assignment a
    JOIN warehouse.person p ON p.known
    WHERE a.person IS NULL
      AND (a.unit IS NOT NULL OR a.job_family IS NOT NULL)
      AND (a.job_family IS NULL OR p.job_family = a.job_family)
      AND (a.unit IS NULL OR (a.unit, p.person) IN (
            SELECT (u.ancestor, m.person) FROM warehouse.under u JOIN warehouse.membership m USING (unit)))
      AND (p.left_on IS NULL OR p.left_on >= a.assigned)
)
SELECT t.person, t.programme, t.assigned, t.due, bool_or(t.mandatory) OVER whole, coalesce(t.valid_months, p.valid_months),
    bool_or(t.exempt) OVER whole
FROM told t
LEFT JOIN warehouse.programme p USING (programme)
WINDOW whole AS (PARTITION BY t.person, t.programme)
QUALIFY row_number() OVER (
    PARTITION BY t.person, t.programme ORDER BY t.assigned, t.due NULLS LAST, t.valid_months NULLS LAST) = 1
ORDER BY t.person, t.programme;
