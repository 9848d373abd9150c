-- A timestamp as `lrs.xapi.timestamp.read` reads it, or NULL: without an offset it is UTC, second 60 is the next minute.
CREATE MACRO warehouse.instant(text) AS timezone('UTC', TRY_CAST(
    regexp_replace(replace(upper(text), ',', '.'), '(T[0-9]{2}:[0-9]{2}):60', '\1:59')
    || CASE WHEN regexp_matches(upper(text), 'T.*(Z|[+-][0-9]{2}(:?[0-9]{2})?)$') THEN '' ELSE 'Z' END AS TIMESTAMPTZ))
    + CASE WHEN regexp_matches(text, 'T[0-9]{2}:[0-9]{2}:60') THEN INTERVAL 1 SECOND ELSE INTERVAL 0 SECOND END;

-- One activity alone stands for an array of one (1.0.3 Data 2.4.6.2).
CREATE MACRO warehouse.listed(value) AS
    CASE json_type(value) WHEN 'ARRAY' THEN json_extract(value, '$[*]') WHEN 'OBJECT' THEN [value] ELSE [] END;

-- An actor's inverse functional identifier, written as `lrs.xapi.actor.identifier` writes it.
CREATE MACRO warehouse.identifier(actor) AS coalesce(
    'mbox ' || regexp_replace(json_extract_string(actor, '$.mbox'), '@[^@]*$', '') || '@'
        || lower(regexp_extract(json_extract_string(actor, '$.mbox'), '@([^@]*)$', 1)),
    'mbox_sha1sum ' || lower(json_extract_string(actor, '$.mbox_sha1sum')),
    'openid ' || json_extract_string(actor, '$.openid'),
    'account ' || json_extract_string(actor, '$.account.homePage') || ' ' || json_extract_string(actor, '$.account.name'));
