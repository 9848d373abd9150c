-- What the organisation says of itself: units, people, programmes, who must do what, who may see what. The names live
-- in a schema of their own: the record has tables called `unit` and `kept` that mean something else.
-- Keys are the organisation's own texts, case kept; days are days of the organisation; instants are UTC. No index keeps
-- keys unique: the one writer checks the revision (`meta`, 'organisation') that a change was judged against.
-- (`at` and `by` are words of SQL: a deed has `happened` and `who`.)
CREATE SCHEMA organisation;

CREATE TABLE organisation.unit (                -- a tree: group > subsidiary > team
    key VARCHAR NOT NULL,
    parent VARCHAR,                             -- NULL: a root
    title_en VARCHAR NOT NULL,
    title_fr VARCHAR NOT NULL,
    country VARCHAR,
    zone VARCHAR NOT NULL DEFAULT 'UTC'
);

CREATE TABLE organisation.person (
    person BIGINT NOT NULL,                     -- from 1, never reused
    key VARCHAR NOT NULL,
    name VARCHAR,
    email VARCHAR,
    country VARCHAR,
    site VARCHAR,
    language VARCHAR,
    job_family VARCHAR,
    manager VARCHAR,                            -- key of a person
    role VARCHAR NOT NULL DEFAULT 'learner',    -- learner, trainer or administrator
    joined DATE,
    left_on DATE
);

-- As `lrs.xapi.actor.identifier` writes it; several for a person, one person for each.
CREATE TABLE organisation.person_identifier (identifier VARCHAR NOT NULL, person BIGINT NOT NULL);

-- `position` 0 is the first unit a person was given.
CREATE TABLE organisation.membership (person BIGINT NOT NULL, unit VARCHAR NOT NULL, position INTEGER NOT NULL DEFAULT 0);

-- Two persons found to be one human. Nothing else changes, so undoing it loses nothing.
CREATE TABLE organisation.person_merge (
    happened TIMESTAMP NOT NULL,
    who VARCHAR NOT NULL,
    kept BIGINT NOT NULL,
    merged BIGINT NOT NULL,
    undone BOOLEAN NOT NULL DEFAULT FALSE
);

-- Each person and the one it counts as, through merges that hold. Read people, identifiers, memberships and
-- assignments through it.
CREATE VIEW organisation.human AS
WITH RECURSIVE way (person, human) AS (
    SELECT person, person FROM organisation.person
    UNION
    SELECT way.person, step.kept
    FROM way
    JOIN organisation.person_merge AS step ON step.merged = way.human AND NOT step.undone
)
SELECT way.person, way.human
FROM way
WHERE way.human NOT IN (SELECT merged FROM organisation.person_merge WHERE NOT undone);

CREATE TABLE organisation.programme (
    key VARCHAR NOT NULL,
    title_en VARCHAR NOT NULL,
    title_fr VARCHAR NOT NULL,
    modality VARCHAR,                           -- a slug; 'path' when there are phases
    owner_unit VARCHAR,
    client VARCHAR,
    need VARCHAR,
    requested DATE,
    designed DATE,
    live DATE,
    retired DATE,
    planned_hours DOUBLE,
    objectives VARCHAR,
    valid_months INTEGER                        -- NULL: for good
);
CREATE TABLE organisation.programme_phase (
    programme VARCHAR NOT NULL,
    position INTEGER NOT NULL,                  -- from 1
    phase VARCHAR NOT NULL,                     -- before, during or after
    modality VARCHAR NOT NULL
);
CREATE TABLE organisation.programme_activity (programme VARCHAR NOT NULL, activity VARCHAR NOT NULL, prefix BOOLEAN NOT NULL);
CREATE TABLE organisation.programme_competency (programme VARCHAR NOT NULL, competency VARCHAR NOT NULL);

-- A row names a person, or is a rule: everyone of the unit and below, of the job family, or of both.
CREATE TABLE organisation.assignment (
    programme VARCHAR NOT NULL,
    person VARCHAR,                             -- key of a person
    unit VARCHAR,
    job_family VARCHAR,
    assigned DATE NOT NULL,
    due DATE,
    mandatory BOOLEAN NOT NULL,
    valid_months INTEGER,                       -- NULL: as the programme says
    exempt BOOLEAN NOT NULL
);

CREATE TABLE organisation.session (
    key VARCHAR NOT NULL,
    programme VARCHAR NOT NULL,
    activity VARCHAR NOT NULL,                  -- the IRI its attendance speaks of
    starts TIMESTAMP,
    ends TIMESTAMP,
    site VARCHAR,
    trainer VARCHAR,                            -- an e-mail address
    capacity INTEGER,
    planned_hours DOUBLE
);

CREATE TABLE organisation.question (
    key VARCHAR NOT NULL,                       -- the IRI of the activity
    competency VARCHAR,
    form VARCHAR,
    stem_en VARCHAR,
    stem_fr VARCHAR,
    choices VARCHAR,                            -- a JSON list
    correct VARCHAR,
    equivalent_to VARCHAR                       -- key of the question it may stand for
);

CREATE TABLE organisation.account (
    email VARCHAR NOT NULL,                     -- lower case
    secret VARCHAR NOT NULL,                    -- a hash (`lrs.secrets`)
    role VARCHAR NOT NULL,                      -- admin, group, manager or executive
    name VARCHAR,
    language VARCHAR,
    created TIMESTAMP NOT NULL
);
CREATE TABLE organisation.account_unit (email VARCHAR NOT NULL, unit VARCHAR NOT NULL);

-- Somebody spoke to a learner because of an alert.
CREATE TABLE organisation.contact (
    person BIGINT NOT NULL,
    programme VARCHAR,
    happened TIMESTAMP NOT NULL,
    who VARCHAR NOT NULL,
    note VARCHAR
);

-- Thresholds, saved groups, column mappings, words added to the vocabulary. Rows are only added; the newest of a kind
-- and key holds.
CREATE TABLE organisation.kept (
    kind VARCHAR NOT NULL,
    key VARCHAR NOT NULL,
    value VARCHAR NOT NULL,                     -- JSON
    happened TIMESTAMP NOT NULL,
    who VARCHAR NOT NULL
);

-- Grows with every change above but accounts and contacts; what is derived from these tables follows it.
INSERT INTO meta VALUES ('organisation', '0');
