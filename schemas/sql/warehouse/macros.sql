-- A timestamp of the standard (RFC 3339, some ISO 8601) as UTC, or NULL. One without an offset is UTC; a leap second
-- is the last second of its minute.
CREATE MACRO warehouse.instant(text) AS timezone('UTC', TRY_CAST(
    CASE WHEN regexp_matches(upper(text), '(Z|[+-][0-9]{2}(:?[0-9]{2})?)$') AND length(text) > 10
         THEN regexp_replace(replace(upper(text), ',', '.'), ':60([.Z+-])', ':59\1')
         ELSE replace(upper(text), ',', '.') || 'Z' END AS TIMESTAMPTZ));

-- One activity alone stands for an array of one (1.0.3 Data 2.4.6.2).
CREATE MACRO warehouse.listed(value) AS
    CASE json_type(value) WHEN 'ARRAY' THEN json_extract(value, '$[*]') WHEN 'OBJECT' THEN [value] ELSE [] END;

-- An actor's inverse functional identifier, written as `lrs.xapi.actor.identifier` writes it.
CREATE MACRO warehouse.identifier(actor) AS coalesce(
    'mbox ' || json_extract_string(actor, '$.mbox'),
    'mbox_sha1sum ' || json_extract_string(actor, '$.mbox_sha1sum'),
    'openid ' || json_extract_string(actor, '$.openid'),
    'account ' || json_extract_string(actor, '$.account.homePage') || ' ' || json_extract_string(actor, '$.account.name'));

-- The activities that are courses: by their type, or because others are grouped under them and they are no platform.
CREATE VIEW warehouse.course AS
    SELECT a.* FROM warehouse.activity a LEFT JOIN warehouse.type_role r USING (type)
    WHERE r.role = 'course'
       OR (r.role IS NULL AND a.activity IN (SELECT p.activity FROM warehouse.part_of p WHERE p.place = 'grouping'));

-- What learners did themselves, in a scope, with the local day; what every measure of engagement starts from.
CREATE MACRO warehouse.scoped(since, until, course, zone) AS TABLE
    SELECT f.*, timezone(zone, timezone('UTC', f.happened))::DATE AS day
    FROM warehouse.fact f
    WHERE f.initiated
      AND (since IS NULL OR f.happened >= since)
      AND (until IS NULL OR f.happened < until)
      AND (course IS NULL
           OR f.activity IN (SELECT a.activity FROM warehouse.activity a WHERE a.iri = course)
           OR f.seq IN (SELECT p.seq FROM warehouse.part_of p JOIN warehouse.activity a USING (activity) WHERE a.iri = course));
