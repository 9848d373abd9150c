-- Where every question starts: `analytics.scope.Scope` as a value, $scope, of which these macros take what they need.

-- The people of a scope, whatever their role; never one its reader may not count.
CREATE MACRO warehouse.people(scope) AS TABLE
    SELECT p.* FROM warehouse.person p
    WHERE (len((scope).units::VARCHAR[]) = 0 OR p.person IN (
            SELECT m.person FROM warehouse.membership m JOIN warehouse.under u USING (unit)
            WHERE list_contains((scope).units::VARCHAR[], u.ancestor)))
      AND ((scope).allowed::VARCHAR[] IS NULL OR p.person IN (
            SELECT m.person FROM warehouse.membership m JOIN warehouse.under u USING (unit)
            WHERE list_contains((scope).allowed::VARCHAR[], u.ancestor)))
      AND ((scope)."group"::VARCHAR IS NULL OR p.person IN (
            SELECT g.person FROM warehouse.grouped g WHERE g."group" = (scope)."group"::VARCHAR))
      AND ((scope).country::VARCHAR IS NULL OR p.country = (scope).country::VARCHAR)
      AND ((scope).language::VARCHAR IS NULL OR p.language = (scope).language::VARCHAR);

-- The programmes of a scope.
CREATE MACRO warehouse.programmes(scope) AS TABLE
    SELECT p.* FROM warehouse.programme p
    WHERE (len((scope).programmes::VARCHAR[]) = 0 OR list_contains((scope).programmes::VARCHAR[], p.programme))
      AND ((scope).modality::VARCHAR IS NULL OR p.modality = (scope).modality::VARCHAR OR p.programme IN (
            SELECT h.programme FROM warehouse.programme_phase h WHERE h.modality = (scope).modality::VARCHAR));

-- The day an instant is in the scope's time zone.
CREATE MACRO warehouse.day(instant, scope) AS timezone((scope).zone::VARCHAR, timezone('UTC', instant))::DATE;

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
