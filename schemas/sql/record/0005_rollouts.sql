-- When units got a programme, where no rule of assignment and no draw says so.
CREATE TABLE organisation.rollout (
    programme VARCHAR NOT NULL,
    unit VARCHAR NOT NULL,                      -- and those below
    starts DATE NOT NULL,
    source VARCHAR,
    file VARCHAR NOT NULL,
    position INTEGER NOT NULL
);
