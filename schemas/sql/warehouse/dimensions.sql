-- Who, where and what facts are about. Titles and names are as the organisation or the tools gave them.

-- A human: one the organisation declared (`person` from 1, merges followed), or an agent nobody declared (`person` is
-- minus the agent's number, `known` false, `key` its identifier).
CREATE TABLE warehouse.person (
    person BIGINT NOT NULL,
    key VARCHAR NOT NULL,
    name VARCHAR,
    unit VARCHAR,                       -- the first unit they belong to
    country VARCHAR,                    -- their own, else that of this unit
    own_country VARCHAR,
    site VARCHAR,
    language VARCHAR,                   -- the primary subtag, lower case: fr, en
    job_family VARCHAR,
    manager VARCHAR,                    -- key of a person
    role VARCHAR NOT NULL,              -- learner, trainer or administrator
    joined DATE,
    left_on DATE,
    known BOOLEAN NOT NULL
);

-- One row for each inverse functional identifier seen, numbered in the order they were first seen.
CREATE TABLE warehouse.agent (agent BIGINT NOT NULL, identifier VARCHAR NOT NULL, name VARCHAR, person BIGINT NOT NULL);

CREATE TABLE warehouse.unit (
    unit VARCHAR NOT NULL,
    parent VARCHAR,
    title_en VARCHAR NOT NULL,
    title_fr VARCHAR NOT NULL,
    country VARCHAR,
    depth INTEGER NOT NULL,             -- 0: a root
    zone VARCHAR NOT NULL
);
-- Each unit and the ones below it, itself included.
CREATE TABLE warehouse.under (ancestor VARCHAR NOT NULL, unit VARCHAR NOT NULL);
-- Every unit a person was given, not those above.
CREATE TABLE warehouse.membership (person BIGINT NOT NULL, unit VARCHAR NOT NULL);
-- The people of each saved group ("kept" rows of kind 'group').
CREATE TABLE warehouse.grouped ("group" VARCHAR NOT NULL, person BIGINT NOT NULL);
-- The units a saved group is described by; none of one that is of countries, job families or named people.
CREATE TABLE warehouse.gathered ("group" VARCHAR NOT NULL, unit VARCHAR NOT NULL);

CREATE TABLE warehouse.programme (
    programme VARCHAR NOT NULL,
    title_en VARCHAR NOT NULL,
    title_fr VARCHAR NOT NULL,
    modality VARCHAR,                   -- a slug; 'path' when there are phases
    owner_unit VARCHAR,
    requested DATE,
    designed DATE,
    live DATE,
    retired DATE,
    planned_hours DOUBLE,
    valid_months INTEGER                -- NULL: for good
);
CREATE TABLE warehouse.programme_competency (programme VARCHAR NOT NULL, competency VARCHAR NOT NULL);
CREATE TABLE warehouse.programme_phase (
    programme VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    phase VARCHAR NOT NULL,             -- before, during or after
    modality VARCHAR NOT NULL
);

-- One row for each activity that was an object, a parent or a grouping. `type` is the slug of `type_alias`, or the IRI
-- when it has none; `declared` the IRI last told; `name` the language map last told, as JSON text; `modality` what its
-- type alone says.
CREATE TABLE warehouse.activity (
    activity BIGINT NOT NULL,
    iri VARCHAR NOT NULL,
    type VARCHAR,
    name VARCHAR,
    modality VARCHAR,
    length DOUBLE,                      -- of a video, in seconds, last told
    declared VARCHAR
);
-- The programmes that claim an activity, by its IRI or by a prefix. `whole`: to complete it is to complete the programme.
CREATE TABLE warehouse.belongs (activity BIGINT NOT NULL, programme VARCHAR NOT NULL, whole BOOLEAN NOT NULL);

-- Who must do what, rules told person by person; the earliest assignment holds. A rule reaches whoever is in the unit
-- (or below) and of the job family: from the day they joined if that is later, with as many days to do it; not whoever
-- left before. `mandatory` and `exempt` if any of the person's rows says so.
CREATE TABLE warehouse.assigned (
    person BIGINT NOT NULL,
    programme VARCHAR NOT NULL,
    assigned DATE NOT NULL,
    due DATE,
    mandatory BOOLEAN NOT NULL,
    valid_months INTEGER,               -- of the assignment, else of the programme; NULL: for good
    exempt BOOLEAN NOT NULL
);

-- What the organisation planned: `activity` is an IRI.
CREATE TABLE warehouse.session (
    session VARCHAR NOT NULL,
    programme VARCHAR NOT NULL,
    activity VARCHAR NOT NULL,
    starts TIMESTAMP,
    ends TIMESTAMP,
    site VARCHAR,
    capacity INTEGER,
    planned_seconds DOUBLE
);
-- What the organisation asks: `activity` is an IRI, `equivalent_to` another.
CREATE TABLE warehouse.question (
    activity VARCHAR NOT NULL,
    competency VARCHAR,
    form VARCHAR,
    stem_en VARCHAR,
    stem_fr VARCHAR,
    equivalent_to VARCHAR
);
-- Somebody spoke to a learner because of an alert: `organisation.contact`, followed through merges.
CREATE TABLE warehouse.contact (person BIGINT NOT NULL, programme VARCHAR, happened TIMESTAMP NOT NULL);
-- Every competency the organisation names.
CREATE VIEW warehouse.competency AS
    SELECT competency FROM warehouse.programme_competency
    UNION SELECT competency FROM warehouse.question WHERE competency IS NOT NULL;

-- What the organisation calls a competency: its IRI as a whole, or its tail, if it uses either; the IRI otherwise.
CREATE MACRO warehouse.own_name(iri) AS CASE
    WHEN iri IN (SELECT competency FROM warehouse.competency) THEN iri
    WHEN warehouse.tail(iri) IN (SELECT competency FROM warehouse.competency) THEN warehouse.tail(iri)
    ELSE iri END;
