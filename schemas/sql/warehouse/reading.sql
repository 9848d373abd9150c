-- A timestamp as `lrs.xapi.timestamp.read` reads it, or NULL: without an offset it is UTC, second 60 is the next minute.
CREATE MACRO warehouse.instant(text) AS timezone('UTC', TRY_CAST(
    regexp_replace(replace(upper(text), ',', '.'), '(T[0-9]{2}:[0-9]{2}):60', '\1:59')
    || CASE WHEN regexp_matches(upper(text), 'T.*(Z|[+-][0-9]{2}(:?[0-9]{2})?)$') THEN '' ELSE 'Z' END AS TIMESTAMPTZ))
    + CASE WHEN regexp_matches(text, 'T[0-9]{2}:[0-9]{2}:60') THEN INTERVAL 1 SECOND ELSE INTERVAL 0 SECOND END;

-- An instant that something can have happened at, or NULL: a clock that was never set says 1970 or less, and nothing is
-- told over a year ahead. It is then told of when it was stored; no year that calendars lack gets further than here.
CREATE MACRO warehouse.believed(instant, stored) AS
    CASE WHEN instant >= TIMESTAMP '1971-01-01' AND instant <= stored + INTERVAL 1 YEAR THEN instant END;

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

-- An ISO 8601 duration, unit by unit; NULL when it is none. And in seconds: a year has 365.25 days, a month a twelfth.
CREATE MACRO warehouse.units(text) AS CASE
    WHEN regexp_matches(text, '^P([0-9.,]+W|([0-9.,]+Y)?([0-9.,]+M)?([0-9.,]+D)?(T([0-9.,]+H)?([0-9.,]+M)?([0-9.,]+S)?)?)$')
    THEN regexp_extract(
        replace(text, ',', '.'),
        '^P(?:([0-9.]+)W)?(?:([0-9.]+)Y)?(?:([0-9.]+)M)?(?:([0-9.]+)D)?(?:T(?:([0-9.]+)H)?(?:([0-9.]+)M)?(?:([0-9.]+)S)?)?$',
        ['w', 'y', 'mo', 'd', 'h', 'mi', 's']) END;
CREATE MACRO warehouse.number(text) AS coalesce(TRY_CAST(text AS DOUBLE), 0);
CREATE MACRO warehouse.in_seconds(part) AS CASE WHEN part IS NOT NULL THEN
    ((((warehouse.number(part.y) * 12 + warehouse.number(part.mo)) * 30.4375 + warehouse.number(part.w) * 7
    + warehouse.number(part.d)) * 24 + warehouse.number(part.h)) * 60 + warehouse.number(part.mi)) * 60
    + warehouse.number(part.s) END;

-- The quarter of an hour an instant is in.
CREATE MACRO warehouse.quarter(instant) AS time_bucket(INTERVAL 15 MINUTE, instant);

-- What follows the last / or # of an IRI.
CREATE MACRO warehouse.tail(iri) AS regexp_extract(iri, '([^/#]*)[/#]?$', 1);

-- How long one statement lasted, given the next: five minutes at most, fifteen in a test, nothing when a pause follows.
CREATE MACRO warehouse.gap(happened, next, tested) AS
    CASE WHEN next - happened <= INTERVAL 30 MINUTE THEN least(epoch(next - happened), CASE WHEN tested THEN 900 ELSE 300 END) ELSE 0 END;

-- Help on the job, told with its length.
CREATE MACRO warehouse.by_hand(verb) AS verb IN ('mentored', 'coached', 'performed-offline', 'talked-with', 'presented', 'hosted');

-- A statement that is timed by what follows it.
CREATE MACRO warehouse.loose(initiated, session, verb) AS
    initiated AND session IS NULL AND NOT warehouse.by_hand(verb)
    AND verb NOT IN ('attended', 'joined', 'left', 'registered', 'unregistered', 'invited', 'answered-invitation');
