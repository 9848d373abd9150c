-- What the changed activities are, and whose. To complete a programme's course is to complete the programme.
UPDATE warehouse.activity AS a SET type = coalesce(w.type, a.declared), modality = t.modality
FROM changed c
JOIN warehouse.activity d ON d.activity = c.activity
LEFT JOIN (SELECT iri, arg_max(type, added) AS type FROM warehouse.type_alias GROUP BY iri) w ON w.iri = d.declared
LEFT JOIN warehouse.type t ON t.type = w.type
WHERE a.activity = c.activity;

CREATE OR REPLACE TEMP TABLE belonged AS
SELECT programme FROM warehouse.belongs WHERE activity IN (SELECT activity FROM changed);
DELETE FROM warehouse.belongs WHERE activity IN (SELECT activity FROM changed);
INSERT INTO warehouse.belongs
WITH one AS (
    SELECT a.activity, a.iri, coalesce(t.role, '') = 'course' AS course
    FROM warehouse.activity a SEMI JOIN changed USING (activity) LEFT JOIN warehouse.type t USING (type)
), claimed AS (
    SELECT s.activity, c.programme, NOT c.planned AND (s.course OR c.iri = 'https://w3id.org/xapi/acquis/local/course/' || c.programme) AS whole
    FROM one s JOIN warehouse.claim c ON c.iri = s.iri WHERE NOT c.prefix
    UNION ALL
    SELECT s.activity, c.programme, s.course
    FROM one s JOIN warehouse.claim c ON starts_with(s.iri, c.iri) WHERE c.prefix
)
SELECT activity, programme, bool_or(whole) FROM claimed GROUP BY ALL ORDER BY ALL;
CREATE OR REPLACE TEMP TABLE belonged AS
FROM belonged
UNION
SELECT programme FROM warehouse.belongs WHERE activity IN (SELECT activity FROM changed);
