-- What each statement says, its JSON read once. Everything in facts.sql is derived from here, from the words and from
-- the organisation, in SQL: when those change, no JSON is read again.
CREATE TABLE warehouse.told (
    seq BIGINT NOT NULL,
    id UUID NOT NULL,
    stored TIMESTAMP NOT NULL,
    happened TIMESTAMP,                 -- NULL: no time we can read; `stored` then stands for it
    verb VARCHAR,                       -- the IRI
    activity BIGINT,                    -- the object's
    modality VARCHAR,                   -- the slug of its category, when it has one
    registration UUID,
    session VARCHAR,
    seconds DOUBLE,
    planned_seconds DOUBLE,
    completion BOOLEAN,
    success BOOLEAN,
    scaled DOUBLE,
    raw DOUBLE,
    low DOUBLE,
    high DOUBLE,
    response VARCHAR,
    clicks DOUBLE,
    progress DOUBLE,                    -- 0 to 1
    played VARCHAR,                     -- 0.000[.]12.000[,]14.000[.]21.000
    length DOUBLE,
    language VARCHAR,
    device VARCHAR,
    stage VARCHAR,                      -- of an evaluation: hot or cold
    supervised BOOLEAN,
    expires DATE,
    instructor BIGINT,                  -- an agent
    helped BIGINT,                      -- the agent that is its object
    refers UUID,                        -- the statement it refers to
    voided BOOLEAN NOT NULL,
    sender UBIGINT                      -- a mark of its authority, NULL for none
);

-- Who each statement is about: its agent, or every member of its group.
CREATE TABLE warehouse.told_of (seq BIGINT NOT NULL, agent BIGINT NOT NULL);

-- The activities a statement belongs to: its context's parents, groupings and others.
CREATE TABLE warehouse.part_of (seq BIGINT NOT NULL, activity BIGINT NOT NULL, place VARCHAR NOT NULL);

-- What programmes claim: an activity's IRI or a prefix of it; `planned` when it is one of their sessions.
CREATE TABLE warehouse.claim (programme VARCHAR NOT NULL, iri VARCHAR NOT NULL, prefix BOOLEAN NOT NULL, planned BOOLEAN NOT NULL);

-- The organisation's identifiers, merges followed; a mailbox's hash is the mailbox.
CREATE TABLE warehouse.identity (identifier VARCHAR NOT NULL, person BIGINT NOT NULL);

-- Runs of statements without a session, of one person, with no gap over half an hour: what is timed again together.
CREATE TABLE warehouse.stretch (person BIGINT NOT NULL, starts TIMESTAMP NOT NULL, ends TIMESTAMP NOT NULL);
