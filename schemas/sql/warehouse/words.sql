-- How the words of tools are understood: many IRIs, one slug. What is shipped is in verbs.sql, types.sql and
-- modalities.sql; `added` are the organisation's own ("kept" rows of kind 'vocabulary').
CREATE TABLE warehouse.modality (
    modality VARCHAR NOT NULL,
    name_en VARCHAR NOT NULL,
    name_fr VARCHAR NOT NULL,
    digital BOOLEAN NOT NULL,           -- its hours are digital hours
    live BOOLEAN NOT NULL               -- it happens at a time, for everyone at once
);
CREATE TABLE warehouse.verb (
    verb VARCHAR NOT NULL,
    name_en VARCHAR NOT NULL,
    name_fr VARCHAR NOT NULL,
    role VARCHAR                        -- what it means to the facts (verbs.sql)
);
CREATE TABLE warehouse.verb_alias (iri VARCHAR NOT NULL, verb VARCHAR NOT NULL, added BOOLEAN NOT NULL);
CREATE TABLE warehouse.type (
    type VARCHAR NOT NULL,
    name_en VARCHAR NOT NULL,
    name_fr VARCHAR NOT NULL,
    role VARCHAR,                       -- what it means to the facts (types.sql)
    modality VARCHAR                    -- what it says of how people learn, when nothing says better
);
CREATE TABLE warehouse.type_alias (iri VARCHAR NOT NULL, type VARCHAR NOT NULL, added BOOLEAN NOT NULL);
