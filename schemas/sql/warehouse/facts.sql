-- What people did. Instants are UTC; `seq` is the statement's number in the record; a statement about a group has one
-- row for each member. Voided statements leave no row.

-- Every statement about a learner. `verb` is the slug of `verb_alias`, or the IRI when it has none. `programme` is the
-- one that claims the activity, else a parent, else a grouping. `initiated` is false for what a system says about a
-- learner and for absences; measures of engagement leave it out. `assigned`: the person
-- had the programme to do that day (NULL without programme).
CREATE TABLE warehouse.fact (
    seq BIGINT NOT NULL,
    id UUID NOT NULL,
    happened TIMESTAMP NOT NULL,
    person BIGINT NOT NULL,
    verb VARCHAR NOT NULL,
    activity BIGINT,
    programme VARCHAR,
    modality VARCHAR,
    registration UUID,
    session VARCHAR,                    -- the session the tool named (cmi5, video, virtual classroom)
    seconds DOUBLE,                     -- the duration the tool told: never add those of one session
    clicks DOUBLE,                      -- what the tool counted, if it counts
    device VARCHAR,
    language VARCHAR,                   -- the primary subtag of the statement's language
    initiated BOOLEAN NOT NULL,
    assigned BOOLEAN,
    agent BIGINT NOT NULL
);

-- Evidence of knowing: a test, a question, or a competency that was scored.
CREATE TABLE warehouse.assessment (
    seq BIGINT NOT NULL,
    happened TIMESTAMP NOT NULL,
    person BIGINT NOT NULL,
    activity BIGINT NOT NULL,
    programme VARCHAR,
    competency VARCHAR,                 -- the question's, else the only one of its programme, else an activity around it
    question BOOLEAN NOT NULL,          -- one question, not the whole test
    scaled DOUBLE,                      -- as told, else raw between min and max
    success BOOLEAN,
    response VARCHAR,
    supervised BOOLEAN,
    attempt INTEGER NOT NULL,           -- of this person at this activity, from 1
    registration UUID,
    test BIGINT                         -- the activity the question is part of
);

-- Expected somewhere at a time: present or not, as a sheet says; of a live session without a sheet that day, one row for
-- each person, as the room says: who was there for half of the planned time, or at all where none was planned, came.
CREATE TABLE warehouse.attendance (
    seq BIGINT NOT NULL,
    happened TIMESTAMP NOT NULL,
    person BIGINT NOT NULL,
    activity BIGINT NOT NULL,
    programme VARCHAR,
    modality VARCHAR,
    present BOOLEAN NOT NULL,
    seconds DOUBLE,                     -- told, else planned when present; 0 when absent; of a room, all they were there
    planned_seconds DOUBLE,
    instructor BIGINT,                  -- a person
    starts TIMESTAMP NOT NULL
);

-- What was played of a video: one row for each segment of each statement, so the same seconds may come often.
CREATE TABLE warehouse.segment (
    seq BIGINT NOT NULL,
    happened TIMESTAMP NOT NULL,
    person BIGINT NOT NULL,
    activity BIGINT NOT NULL,
    session VARCHAR,
    starts DOUBLE NOT NULL,
    ends DOUBLE NOT NULL,
    length DOUBLE                       -- of the video
);

CREATE TABLE warehouse.contribution (
    seq BIGINT NOT NULL,
    id UUID NOT NULL,
    happened TIMESTAMP NOT NULL,
    person BIGINT NOT NULL,
    activity BIGINT,
    topic BIGINT,                       -- the activity it was written in: its parent, else itself
    kind VARCHAR NOT NULL,              -- post, reply, question, answer, reaction or share
    answers UUID,                       -- the statement it replies to, when it says
    programme VARCHAR
);

-- One person helped another: peer help, mentoring, reverse mentoring.
CREATE TABLE warehouse.help (
    seq BIGINT NOT NULL,
    happened TIMESTAMP NOT NULL,
    helper BIGINT NOT NULL,
    helped BIGINT,
    activity BIGINT,
    seconds DOUBLE,
    modality VARCHAR
);

-- One answer to one question of an evaluation, hot or cold.
CREATE TABLE warehouse.evaluation (
    seq BIGINT NOT NULL,
    happened TIMESTAMP NOT NULL,
    person BIGINT NOT NULL,
    programme VARCHAR,
    stage VARCHAR,                      -- hot or cold
    item VARCHAR NOT NULL,              -- the last part of the question's IRI
    score DOUBLE NOT NULL,
    top DOUBLE NOT NULL,
    activity BIGINT NOT NULL,
    bottom DOUBLE NOT NULL
);

CREATE TABLE warehouse.competency_event (
    seq BIGINT NOT NULL,
    happened TIMESTAMP NOT NULL,
    person BIGINT NOT NULL,
    competency VARCHAR NOT NULL,        -- as the organisation writes it: the whole IRI, or what follows its last / or #
    kind VARCHAR NOT NULL,              -- acquired or expired
    expires DATE
);

-- The first instant of each step of each person in each programme, and the last. Who completed or passed has gone
-- through the quarters, at that instant at the latest.
CREATE TABLE warehouse.milestone (
    person BIGINT NOT NULL,
    programme VARCHAR NOT NULL,
    step VARCHAR NOT NULL,              -- registered, started, begun (besides tests), p25, p50, p75, completed, passed or dropped
    happened TIMESTAMP NOT NULL,
    latest TIMESTAMP NOT NULL
);

-- Active time: what a person did in one go, one row for each programme, modality, device and language in it, so that
-- seconds may be added. A session is a `person`, `began` and `session` or registration.
CREATE TABLE warehouse.session_time (
    person BIGINT NOT NULL,
    programme VARCHAR,
    modality VARCHAR,
    starts TIMESTAMP NOT NULL,
    ends TIMESTAMP NOT NULL,
    seconds DOUBLE NOT NULL,
    rule VARCHAR NOT NULL,              -- cmi5, video, attendance or gaps
    device VARCHAR,
    language VARCHAR,
    session VARCHAR,                    -- as the tool named it
    registration UUID,
    activity BIGINT,                    -- where attendance or a video is timed
    began TIMESTAMP NOT NULL            -- of the whole session: count distinct (person, began, session, registration)
);

-- What pages count from. A quarter of an hour, so that the days of every time zone are exact. `seconds` are those of the
-- sessions that started then.
CREATE TABLE warehouse.rollup (
    quarter TIMESTAMP NOT NULL,
    person BIGINT NOT NULL,
    programme VARCHAR,
    modality VARCHAR,
    device VARCHAR,
    language VARCHAR,
    statements BIGINT NOT NULL,
    seconds DOUBLE NOT NULL,
    initiated BIGINT NOT NULL
);

-- Each time somebody did the whole of a programme: some must be done again, and a live one is done by being there. A test
-- passed does it until the whole is done; afterwards it tells what is still known, and renews nothing that was learned
-- before, and before the rest was begun it told what was known already, unless the programme claims the test itself.
CREATE VIEW warehouse.accomplished AS
    SELECT person, programme, happened FROM warehouse.milestone WHERE step = 'completed'
    UNION ALL
    SELECT person, programme, latest FROM warehouse.milestone WHERE step = 'completed'
    UNION ALL  -- the times between the first and the last
    SELECT f.person, f.programme, f.happened
    FROM warehouse.fact f
    LEFT JOIN warehouse.belongs b ON b.activity = f.activity AND b.programme = f.programme AND b.whole
    LEFT JOIN warehouse.programme g ON g.programme = f.programme
    LEFT JOIN warehouse.modality m ON m.modality = g.modality
    WHERE (b.whole AND f.verb IN ('completed', 'passed', 'satisfied', 'waived'))
       OR (m.live AND f.verb = 'attended' AND f.initiated AND f.seq NOT IN (SELECT seq FROM warehouse.told WHERE NOT completion))
       OR (m.live AND f.verb = 'left' AND (f.seq, f.person) IN (SELECT (seq, person) FROM warehouse.attendance WHERE present))
    UNION ALL
    SELECT s.person, s.programme, s.happened
    FROM warehouse.assessment s
    JOIN warehouse.activity a ON a.activity = s.activity
    JOIN warehouse.type y ON y.type = a.type AND y.role = 'assessment'
    LEFT JOIN warehouse.claim c ON c.iri = a.iri AND c.programme = s.programme AND NOT c.prefix
    LEFT JOIN warehouse.milestone m ON m.person = s.person AND m.programme = s.programme AND m.step = 'completed'
    LEFT JOIN warehouse.milestone b ON b.person = s.person AND b.programme = s.programme AND b.step = 'begun'
    WHERE NOT s.question AND s.success
      AND (c.iri IS NOT NULL OR coalesce(s.happened < m.happened, TRUE) AND coalesce(s.happened >= b.happened, TRUE));

-- The activities that are courses: by their type, or because others are grouped under them and they are no platform.
CREATE VIEW warehouse.course AS
    SELECT a.* FROM warehouse.activity a LEFT JOIN warehouse.type t USING (type)
    WHERE t.role = 'course'
       OR (t.role IS NULL AND a.activity IN (SELECT p.activity FROM warehouse.part_of p WHERE p.place = 'grouping'));

-- The words of facts that nobody said the meaning of: verbs, and the types activities declare. `detail` is the IRI.
CREATE VIEW warehouse.unmapped AS
    SELECT f.seq, 'unmapped verb' AS kind, f.verb AS detail
    FROM warehouse.fact f ANTI JOIN warehouse.verb v ON v.verb = f.verb
    UNION ALL
    SELECT f.seq, 'unmapped type', a.declared
    FROM warehouse.fact f JOIN warehouse.activity a USING (activity)
    WHERE a.declared IS NOT NULL AND a.type = a.declared;

-- What became of each statement read.
CREATE VIEW warehouse.outcome AS
    SELECT t.seq, CASE
        WHEN v.role = 'voids' THEN 'voids another'
        WHEN t.voided THEN 'voided'
        WHEN t.seq NOT IN (SELECT o.seq FROM warehouse.told_of o) THEN 'nobody'
        WHEN t.happened IS NULL THEN 'no time'
        WHEN t.seq IN (SELECT m.seq FROM warehouse.unmapped m) THEN 'unmapped'
        WHEN v.role = 'system' THEN 'by a system'
        ELSE 'understood' END AS kind
    FROM warehouse.told t
    LEFT JOIN warehouse.verb_alias a ON a.iri = t.verb
    LEFT JOIN warehouse.verb v ON v.verb = a.verb;

-- What became facts more than a day after it happened. `history`: it tells of a time before its sender was first heard,
-- so it was brought in, and no figure told earlier lacked it for being late.
CREATE VIEW warehouse.afterwards AS
    SELECT t.seq, t.stored, t.happened, t.happened < s.since AS history
    FROM warehouse.told t
    JOIN (SELECT sender, min(stored) AS since FROM warehouse.told GROUP BY sender) s ON s.sender IS NOT DISTINCT FROM t.sender
    SEMI JOIN warehouse.fact f ON f.seq = t.seq
    WHERE t.stored - t.happened > INTERVAL 1 DAY;

-- What is amiss with a statement that became facts. `detail` is the IRI, the identifier, or how late.
CREATE VIEW warehouse.remark AS
    FROM warehouse.unmapped
    UNION ALL
    SELECT f.seq, 'unknown person', g.identifier
    FROM warehouse.fact f JOIN warehouse.agent g USING (agent) WHERE f.person < 0
    UNION ALL
    SELECT f.seq, 'unclaimed', coalesce(c.iri, a.iri)
    FROM warehouse.fact f
    LEFT JOIN warehouse.activity a USING (activity)
    LEFT JOIN (
        SELECT p.seq, min(c.iri) AS iri
        FROM warehouse.part_of p JOIN warehouse.course c USING (activity) WHERE p.place = 'grouping' GROUP BY p.seq
    ) c USING (seq)
    WHERE f.programme IS NULL
    UNION ALL
    SELECT a.seq, 'late arrival', CASE
        WHEN a.stored - a.happened > INTERVAL 30 DAY THEN 'over 30 days'
        WHEN a.stored - a.happened > INTERVAL 7 DAY THEN 'over 7 days'
        ELSE 'over 1 day' END
    FROM warehouse.afterwards a WHERE NOT a.history
    UNION ALL
    SELECT f.seq, 'no score', f.verb
    FROM warehouse.fact f JOIN warehouse.told t USING (seq)
    WHERE f.verb IN ('passed', 'failed', 'scored') AND t.scaled IS NULL AND t.raw IS NULL
    UNION ALL
    SELECT f.seq, 'no duration', f.verb
    FROM warehouse.fact f JOIN warehouse.told t USING (seq)
    WHERE f.verb IN ('terminated', 'attended') AND t.seconds IS NULL AND t.planned_seconds IS NULL
      AND t.completion IS DISTINCT FROM FALSE;

-- Both, counted.
CREATE VIEW warehouse.ledger AS
    SELECT kind, NULL::VARCHAR AS detail, count(*) AS statements FROM warehouse.outcome GROUP BY kind
    UNION ALL
    SELECT kind, detail, count(DISTINCT seq) FROM warehouse.remark GROUP BY kind, detail
    UNION ALL
    SELECT 'history', NULL, count(*) FROM warehouse.afterwards WHERE history HAVING count(*) > 0
    UNION ALL
    SELECT 'unreadable', NULL, count(*) FROM warehouse.unreadable HAVING count(*) > 0;
