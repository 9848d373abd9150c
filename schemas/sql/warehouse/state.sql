-- The warehouse: what the record says, without its JSON. Everything here is derived and can be built again.

-- How far it has followed, of which generation of the record and revision of the organisation, told by which version
-- of these files.
CREATE TABLE warehouse.state (
    watermark BIGINT NOT NULL,
    generation VARCHAR NOT NULL,
    revision VARCHAR NOT NULL,
    rules VARCHAR NOT NULL
);

-- The statements that could not be read, and why.
CREATE TABLE warehouse.unreadable (seq BIGINT NOT NULL, reason VARCHAR NOT NULL);
