-- Where every question starts: `analytics.scope.Scope` as a value, $scope, of which these macros take what they need.

-- Whose first unit a scope's reader does not answer for: the first by name of those that are, and a country of these.
CREATE MACRO warehouse.elsewhere(scope) AS TABLE
    WITH own AS (
        SELECT DISTINCT unit FROM warehouse.under WHERE list_contains((scope).allowed::VARCHAR[], ancestor)
    )
    SELECT m.person, min(m.unit) AS unit, arg_min(n.country, m.unit) FILTER (WHERE n.country IS NOT NULL) AS country
    FROM warehouse.membership m
    SEMI JOIN own USING (unit)
    JOIN warehouse.person p ON p.person = m.person
    ANTI JOIN own o ON o.unit = p.unit
    JOIN warehouse.unit n ON n.unit = m.unit
    GROUP BY m.person;

-- The people of a scope, whatever their role; never one its reader may not count. Somebody without a country of their own
-- has that of the unit their reader may know.
CREATE MACRO warehouse.people(scope) AS TABLE
    SELECT p.* REPLACE (CASE WHEN e.person IS NULL THEN p.country ELSE coalesce(p.own_country, e.country) END AS country)
    FROM warehouse.person p
    LEFT JOIN warehouse.elsewhere(scope) e ON e.person = p.person
    WHERE (len((scope).units::VARCHAR[]) = 0 OR p.person IN (
            SELECT m.person FROM warehouse.membership m JOIN warehouse.under u USING (unit)
            WHERE list_contains((scope).units::VARCHAR[], u.ancestor)))
      AND ((scope).allowed::VARCHAR[] IS NULL OR p.person IN (
            SELECT m.person FROM warehouse.membership m JOIN warehouse.under u USING (unit)
            WHERE list_contains((scope).allowed::VARCHAR[], u.ancestor)))
      AND ((scope)."group"::VARCHAR IS NULL OR p.person IN (
            SELECT g.person FROM warehouse.grouped g WHERE g."group" = (scope)."group"::VARCHAR))
      AND ((scope).country::VARCHAR IS NULL OR (scope).country::VARCHAR
            = CASE WHEN e.person IS NULL THEN p.country ELSE coalesce(p.own_country, e.country) END)
      AND ((scope).language::VARCHAR IS NULL OR p.language = (scope).language::VARCHAR);

-- The people of a scope with the unit their reader may know: of somebody whose first unit is not among those the reader
-- answers for, the first by name of those that are.
CREATE MACRO warehouse.placed(scope) AS TABLE
    SELECT p.* REPLACE (coalesce(e.unit, p.unit) AS unit)
    FROM warehouse.people(scope) p
    LEFT JOIN warehouse.elsewhere(scope) e ON e.person = p.person;

-- The programmes of a scope.
CREATE MACRO warehouse.programmes(scope) AS TABLE
    SELECT p.* FROM warehouse.programme p
    WHERE (len((scope).programmes::VARCHAR[]) = 0 OR list_contains((scope).programmes::VARCHAR[], p.programme))
      AND ((scope).modality::VARCHAR IS NULL OR p.modality = (scope).modality::VARCHAR OR p.programme IN (
            SELECT h.programme FROM warehouse.programme_phase h WHERE h.modality = (scope).modality::VARCHAR));

-- Who takes part in which programme: whoever was assigned it, came to a step of it or did anything of it.
CREATE VIEW warehouse.taking_part AS
    SELECT person, programme FROM warehouse.assigned
    UNION ALL
    SELECT person, programme FROM warehouse.milestone
    UNION ALL
    SELECT person, programme FROM warehouse.rollup WHERE programme IS NOT NULL;

-- The programmes of a scope that its reader may see: those their units own, and those their people take part in.
CREATE MACRO warehouse.programmes_seen(scope) AS TABLE
    WITH mine AS (
        SELECT u.unit FROM warehouse.under u WHERE list_contains((scope).allowed::VARCHAR[], u.ancestor)
    ), members AS (
        SELECT m.person FROM warehouse.membership m SEMI JOIN mine USING (unit)
    ), theirs AS (
        SELECT DISTINCT programme FROM warehouse.taking_part SEMI JOIN members USING (person)
    )
    SELECT g.* FROM warehouse.programmes(scope) g
    WHERE (scope).allowed::VARCHAR[] IS NULL OR g.owner_unit IN (SELECT unit FROM mine)
       OR g.programme IN (SELECT programme FROM theirs);

-- What an instant is in a time zone, and the day it is in the scope's. To ask what `zone` makes of each row takes longer
-- than anything else most questions do with it, and nothing has to be asked of UTC.
CREATE MACRO warehouse.local(instant, zone) AS
    CASE WHEN zone = 'UTC' THEN instant ELSE timezone(zone, make_timestamptz(epoch_us(instant))) END;
CREATE MACRO warehouse.day(instant, scope) AS warehouse.local(instant, (scope).zone::VARCHAR)::DATE;

-- Every fact of a scope, by anyone and by systems too, with its local day.
CREATE MACRO warehouse.facts(scope) AS TABLE
    SELECT f.*, warehouse.day(f.happened, scope) AS day
    FROM warehouse.fact f
    WHERE ((scope).since::TIMESTAMP IS NULL OR f.happened >= (scope).since::TIMESTAMP)
      AND ((scope).until::TIMESTAMP IS NULL OR f.happened < (scope).until::TIMESTAMP)
      AND f.person IN (SELECT p.person FROM warehouse.people(scope) p)
      AND (len((scope).programmes::VARCHAR[]) = 0 OR list_contains((scope).programmes::VARCHAR[], f.programme))
      AND ((scope).modality::VARCHAR IS NULL OR f.modality = (scope).modality::VARCHAR)
      AND ((scope).device::VARCHAR IS NULL OR f.device = (scope).device::VARCHAR)
      AND ((scope).course::VARCHAR IS NULL
           OR f.activity IN (SELECT a.activity FROM warehouse.activity a WHERE a.iri = (scope).course::VARCHAR)
           OR f.seq IN (SELECT p.seq FROM warehouse.part_of p JOIN warehouse.activity a USING (activity)
                        WHERE a.iri = (scope).course::VARCHAR));

-- What learners did themselves, in a scope, with the local day; what every measure of engagement starts from.
CREATE MACRO warehouse.scoped(scope) AS TABLE
    SELECT f.* FROM warehouse.facts(scope) f
    WHERE f.initiated AND f.person IN (SELECT p.person FROM warehouse.person p WHERE p.role = 'learner');

-- Active time of learners in a scope, with the local day it started.
CREATE MACRO warehouse.timed(scope) AS TABLE
    SELECT t.*, warehouse.day(t.starts, scope) AS day
    FROM warehouse.session_time t
    WHERE ((scope).since::TIMESTAMP IS NULL OR t.starts >= (scope).since::TIMESTAMP)
      AND ((scope).until::TIMESTAMP IS NULL OR t.starts < (scope).until::TIMESTAMP)
      AND t.person IN (SELECT p.person FROM warehouse.people(scope) p WHERE p.role = 'learner')
      AND (len((scope).programmes::VARCHAR[]) = 0 OR list_contains((scope).programmes::VARCHAR[], t.programme))
      AND ((scope).modality::VARCHAR IS NULL OR t.modality = (scope).modality::VARCHAR)
      AND ((scope).device::VARCHAR IS NULL OR t.device = (scope).device::VARCHAR);

-- The rollup of learners in a scope, with the local day. It knows no course: ask `scoped` for one.
CREATE MACRO warehouse.rolled(scope) AS TABLE
    SELECT r.*, warehouse.day(r.quarter, scope) AS day
    FROM warehouse.rollup r
    WHERE ((scope).since::TIMESTAMP IS NULL OR r.quarter >= (scope).since::TIMESTAMP)
      AND ((scope).until::TIMESTAMP IS NULL OR r.quarter < (scope).until::TIMESTAMP)
      AND r.person IN (SELECT p.person FROM warehouse.people(scope) p WHERE p.role = 'learner')
      AND (len((scope).programmes::VARCHAR[]) = 0 OR list_contains((scope).programmes::VARCHAR[], r.programme))
      AND ((scope).modality::VARCHAR IS NULL OR r.modality = (scope).modality::VARCHAR)
      AND ((scope).device::VARCHAR IS NULL OR r.device = (scope).device::VARCHAR);

-- The programmes whose sessions are a scope's own while nobody is expected: those that its units own. Of chosen people
-- (a group, a country, a language), none; of everyone, all.
CREATE MACRO warehouse.owned(scope) AS TABLE
    SELECT g.programme FROM warehouse.programmes(scope) g
    WHERE coalesce((scope)."group"::VARCHAR, (scope).country::VARCHAR, (scope).language::VARCHAR) IS NULL
      AND ((scope).allowed::VARCHAR[] IS NULL OR g.owner_unit IN (
            SELECT u.unit FROM warehouse.under u WHERE list_contains((scope).allowed::VARCHAR[], u.ancestor)))
      AND (len((scope).units::VARCHAR[]) = 0 OR g.owner_unit IN (
            SELECT u.unit FROM warehouse.under u WHERE list_contains((scope).units::VARCHAR[], u.ancestor)));

-- The sessions planned in a scope's period: one row for each of its people expected there, one without where nobody at
-- all was and its units own the programme. Where several sessions share an activity, the day says which.
CREATE MACRO warehouse.meetings(scope) AS TABLE
    WITH planned AS (
        SELECT s.*, o.programme IS NOT NULL AS owned
        FROM (SELECT *, count(*) OVER (PARTITION BY activity) > 1 AS shared FROM warehouse.session) s
        SEMI JOIN warehouse.programmes(scope) g ON g.programme = s.programme
        LEFT JOIN warehouse.owned(scope) o ON o.programme = s.programme
        WHERE ((scope).since::TIMESTAMP IS NULL OR s.starts >= (scope).since::TIMESTAMP)
          AND ((scope).until::TIMESTAMP IS NULL OR s.starts < (scope).until::TIMESTAMP)
    ), expected AS (
        SELECT s.session, t.person, bool_or(t.present) AS present
        FROM planned s
        JOIN warehouse.activity a ON a.iri = s.activity
        JOIN warehouse.attendance t ON t.activity = a.activity
            AND (NOT s.shared OR warehouse.day(t.starts, scope) = warehouse.day(s.starts, scope))
        GROUP BY s.session, t.person
    )
    SELECT s.* EXCLUDE (shared), e.person, e.present
    FROM planned s JOIN expected e USING (session) SEMI JOIN warehouse.people(scope) p ON p.person = e.person
    UNION ALL
    SELECT s.* EXCLUDE (shared), NULL, NULL FROM planned s ANTI JOIN expected e USING (session) WHERE s.owned;
