-- One row for each human, merges followed; their units, and the identifiers tools know them by. A mailbox may also be
-- told as its SHA-1.
DELETE FROM warehouse.identity;
INSERT INTO warehouse.identity
WITH told AS (
    SELECT i.identifier, h.human FROM organisation.person_identifier i JOIN organisation.human h USING (person)
)
SELECT identifier, min(human)
FROM (
    SELECT identifier, human, 0 AS rank FROM told
    UNION ALL
    SELECT 'mbox_sha1sum ' || sha1(identifier[length('mbox ') + 1:]), human, 1 FROM told WHERE starts_with(identifier, 'mbox mailto:')
)
GROUP BY identifier
ORDER BY identifier;

DELETE FROM warehouse.membership;
INSERT INTO warehouse.membership
SELECT DISTINCT h.human, m.unit
FROM organisation.membership m JOIN organisation.human h USING (person)
WHERE m.unit IN (SELECT key FROM organisation.unit)
ORDER BY ALL;

DELETE FROM warehouse.person;
INSERT INTO warehouse.person
SELECT p.person, p.key, p.name, u.unit, coalesce(p.country, n.country), p.country, p.site, lower(regexp_extract(p.language, '^[A-Za-z]+')),
    p.job_family, p.manager, p.role, p.joined, p.left_on, TRUE
FROM organisation.person p
LEFT JOIN (
    SELECT h.human, arg_min(m.unit, (m.person <> h.human, m.position, m.unit)) AS unit
    FROM organisation.membership m JOIN organisation.human h USING (person)
    GROUP BY h.human
) u ON u.human = p.person
LEFT JOIN organisation.unit n ON n.key = u.unit
WHERE p.person IN (SELECT human FROM organisation.human)
ORDER BY p.person;

UPDATE warehouse.agent AS a SET person = coalesce(i.person, -a.agent)
FROM (SELECT agent, identifier FROM warehouse.agent) g LEFT JOIN warehouse.identity i USING (identifier)
WHERE a.agent = g.agent AND a.person IS DISTINCT FROM coalesce(i.person, -a.agent);

DELETE FROM warehouse.grouped;
INSERT INTO warehouse.grouped
WITH newest AS (
    SELECT key, arg_max(TRY_CAST(value AS JSON), happened) AS value FROM organisation.kept WHERE kind = 'group' GROUP BY key
), saved AS (
    SELECT key, value FROM newest WHERE json_type(value) = 'OBJECT'
), named AS (
    SELECT key, unnest(json_extract_string(value, '$.people[*]')) AS who FROM saved
), described AS (
    SELECT key, json_extract_string(value, '$.units[*]') AS units,
           json_extract_string(value, '$.countries[*]') AS countries,
           json_extract_string(value, '$.job_families[*]') AS families
    FROM saved
)
SELECT n.key, h.human FROM named n JOIN organisation.person p ON p.key = n.who JOIN organisation.human h USING (person)
UNION
SELECT d.key, p.person FROM described d, warehouse.person p
WHERE p.known AND len(d.units) + len(d.countries) + len(d.families) > 0
  AND (len(d.units) = 0 OR p.person IN (
        SELECT m.person FROM warehouse.membership m JOIN warehouse.under u ON u.unit = m.unit
        WHERE list_contains(d.units, u.ancestor)))
  AND (len(d.countries) = 0
       OR list_contains(d.countries, CASE WHEN len(d.units) = 0 THEN p.country ELSE p.own_country END)
       OR (p.own_country IS NULL AND p.person IN (
            SELECT m.person FROM warehouse.membership m
            JOIN warehouse.under u ON u.unit = m.unit JOIN warehouse.unit n ON n.unit = m.unit
            WHERE list_contains(d.units, u.ancestor) AND list_contains(d.countries, n.country))))
  AND (len(d.families) = 0 OR list_contains(d.families, p.job_family))
ORDER BY ALL;

DELETE FROM warehouse.gathered;
INSERT INTO warehouse.gathered
SELECT key, unnest(json_extract_string(value, '$.units[*]'))
FROM (
    SELECT key, arg_max(TRY_CAST(value AS JSON), happened) AS value FROM organisation.kept WHERE kind = 'group' GROUP BY key
)
WHERE json_type(value) = 'OBJECT'
ORDER BY ALL;
