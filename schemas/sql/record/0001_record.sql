-- What was received. `body` is the text as `lrs.store.codec` packs it; the view `statement` unpacks it.
CREATE TABLE kept (
    seq BIGINT NOT NULL UNIQUE,     -- order of acceptance, from 1, never reused
    stored TIMESTAMP NOT NULL,      -- UTC, strictly increasing with seq
    id UUID NOT NULL UNIQUE,
    authority UBIGINT NOT NULL,     -- key of the authority whose credential wrote it
    -- Packed already: looking for another way to compress it made checkpoints three times as long.
    body BLOB NOT NULL USING COMPRESSION uncompressed
);

-- What the bodies were packed with; a body names its dictionary itself.
CREATE TABLE dictionary (number INTEGER NOT NULL, content BLOB NOT NULL);

-- The keys below stand for these texts: agents' identifiers, verbs' and activities' IRIs.
CREATE TABLE word (key UBIGINT NOT NULL UNIQUE, text VARCHAR NOT NULL, salt UTINYINT NOT NULL);

-- One row for each agent of each statement that `seq` is or references, through any chain (`source`).
CREATE TABLE unit (
    seq BIGINT NOT NULL,
    source BIGINT NOT NULL,
    role UTINYINT NOT NULL,         -- 0 first actor or object, 1 another of them, 2 any other agent
    agent UBIGINT,                  -- NULL: nobody is identified
    verb UBIGINT NOT NULL,
    activity UBIGINT,               -- of the object
    registration UUID,
    authority UBIGINT               -- the agent that asserts `source`; NULL: several do, they are agents of role 2
);

-- One row for each activity of each statement that `seq` is or references.
CREATE TABLE related_activity (seq BIGINT NOT NULL, source BIGINT NOT NULL, activity UBIGINT NOT NULL);

-- Every agent that ever was `unit.authority`: few.
CREATE TABLE authority (agent UBIGINT NOT NULL);

CREATE TABLE void (seq BIGINT NOT NULL, target UUID NOT NULL);
CREATE TABLE voided (seq BIGINT NOT NULL);
CREATE TABLE waiting (seq BIGINT NOT NULL, target UUID NOT NULL, voids BOOLEAN NOT NULL);

CREATE TABLE attachment (seq BIGINT NOT NULL, sha2 VARCHAR NOT NULL);
CREATE TABLE name (agent UBIGINT NOT NULL, name VARCHAR NOT NULL, seen BIGINT NOT NULL);
CREATE TABLE definition (activity UBIGINT NOT NULL, text VARCHAR NOT NULL);

CREATE TABLE document (
    key UBIGINT NOT NULL,
    kind VARCHAR NOT NULL,
    id VARCHAR NOT NULL,
    activity VARCHAR NOT NULL,
    agent VARCHAR NOT NULL,
    registration VARCHAR NOT NULL,
    content BLOB NOT NULL,
    content_type VARCHAR NOT NULL,
    updated TIMESTAMP NOT NULL
);

CREATE TABLE credential (
    key VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    secret VARCHAR NOT NULL,
    scopes VARCHAR NOT NULL,        -- separated by spaces
    version VARCHAR NOT NULL,
    created TIMESTAMP NOT NULL
);

CREATE TABLE meta (key VARCHAR NOT NULL, value VARCHAR NOT NULL);
INSERT INTO meta VALUES ('schema', '1'), ('generation', '1');

CREATE VIEW statement AS 
SELECT seq, stored, id, told(CAST(id AS VARCHAR), epoch_us(stored), body) AS payload
FROM kept;
