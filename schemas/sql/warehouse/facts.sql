-- The warehouse: what the record says, without its JSON. Everything here is derived and can be built again.

-- How far it has followed, of which generation of the record, told by which version of these files.
CREATE TABLE warehouse.state (watermark BIGINT NOT NULL, generation VARCHAR NOT NULL, rules VARCHAR NOT NULL);

-- Who: one row per inverse functional identifier; `agent` numbers them in the order they were first seen.
CREATE TABLE warehouse.agent (agent BIGINT NOT NULL, identifier VARCHAR NOT NULL, name VARCHAR);

-- What: one row per activity that was an object, a parent or a grouping; `name` is the language map last seen.
CREATE TABLE warehouse.activity (activity BIGINT NOT NULL, iri VARCHAR NOT NULL, type VARCHAR, name VARCHAR);

-- Who did what, and when (UTC). A statement about a group has one row per member. `initiated` is false for what a
-- system says about a learner; measures of engagement leave it out. `clicks` is what the tool counted, if it counts.
CREATE TABLE warehouse.fact (
    seq BIGINT NOT NULL,
    id UUID NOT NULL,
    happened TIMESTAMP NOT NULL,
    agent BIGINT NOT NULL,
    verb VARCHAR NOT NULL,
    activity BIGINT,
    modality VARCHAR,
    clicks DOUBLE,
    initiated BOOLEAN NOT NULL
);

-- The activities a statement belongs to: its context's parents and groupings.
CREATE TABLE warehouse.part_of (seq BIGINT NOT NULL, activity BIGINT NOT NULL, place VARCHAR NOT NULL);

-- What became of the statements that were read, counted.
CREATE TABLE warehouse.ledger (kind VARCHAR NOT NULL, statements BIGINT NOT NULL);

-- The statements that could not be read, and why.
CREATE TABLE warehouse.unreadable (seq BIGINT NOT NULL, reason VARCHAR NOT NULL);
