-- The facts that figures are counted from: those of a scope, by anyone and by systems too, that are `kind` ('' for all).
-- `did` is a verb's slug; `session` one that was planned; `whom` people by number, NULL for all; `find` a person's key, or
-- a part of a name or of a key where nobody of the scope goes by just that; each empty where it does not matter.
CREATE MACRO warehouse.behind(scope, kind, did, session, whom, find) AS TABLE
    WITH evidence AS (
        SELECT seq, person FROM warehouse.assessment WHERE kind = 'tests'
        UNION ALL
        SELECT seq, person FROM warehouse.evaluation WHERE kind = 'evaluations'
        UNION ALL
        SELECT seq, person FROM warehouse.segment WHERE kind = 'videos'
        UNION ALL
        SELECT seq, person FROM warehouse.contribution WHERE kind = 'contributions'
        UNION ALL
        SELECT seq, helper FROM warehouse.help WHERE kind = 'help'
        UNION ALL  -- a room tells who came by all their coming and going
        SELECT f.seq, f.person FROM warehouse.fact f
        SEMI JOIN warehouse.attendance t ON t.person = f.person AND t.activity = f.activity
        WHERE kind = 'attendance' AND f.verb IN ('attended', 'joined', 'left')
    ), exactly AS (
        SELECT p.person FROM warehouse.people(scope) p WHERE find <> '' AND lower(p.key) = lower(find)
    ), named AS (
        SELECT person FROM exactly
        UNION ALL
        SELECT p.person FROM warehouse.people(scope) p
        WHERE find <> '' AND contains(lower(concat_ws(' ', p.name, p.key)), lower(find))
          AND NOT EXISTS (SELECT 1 FROM exactly)
    ), held AS (
        SELECT a.activity, s.starts, (SELECT count(*) FROM warehouse.session o WHERE o.activity = s.activity) > 1 AS shared
        FROM warehouse.session s JOIN warehouse.activity a ON a.iri = s.activity
        WHERE s.session = session
    )
    SELECT f.* FROM warehouse.facts(scope) f
    WHERE (kind NOT IN ('tests', 'evaluations', 'videos', 'contributions', 'help', 'attendance')
           OR (f.seq, f.person) IN (SELECT (seq, person) FROM evidence))
      AND (kind <> 'learned' OR f.initiated AND f.person IN (SELECT p.person FROM warehouse.person p WHERE p.role = 'learner'))
      AND (kind <> 'completions' OR f.verb IN ('completed', 'passed', 'satisfied', 'waived', 'attended', 'left')
           AND (f.verb <> 'attended' OR f.initiated)
           AND (f.verb <> 'left' OR (f.seq, f.person) IN (SELECT (seq, person) FROM warehouse.attendance WHERE present)))
      AND (did = '' OR f.verb = did)
      AND (whom IS NULL OR f.person IN (SELECT unnest(whom)))
      AND (find = '' OR f.person IN (SELECT person FROM named))
      AND (session = '' OR EXISTS (
            SELECT 1 FROM held h
            WHERE h.activity = f.activity AND (NOT h.shared OR f.day = warehouse.day(h.starts, scope))));
