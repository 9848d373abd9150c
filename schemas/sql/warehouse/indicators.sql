-- What the business is judged by, and when units got what is meant to move it.

CREATE TABLE warehouse.indicator (
    indicator VARCHAR NOT NULL,
    unit VARCHAR,                       -- of this unit and those below;
    site VARCHAR,                       -- or of a place of work; or of the unit's people there
    month DATE NOT NULL,                -- its first day
    numerator DOUBLE NOT NULL,
    denominator DOUBLE NOT NULL,        -- 0: nothing there that month
    better VARCHAR NOT NULL,            -- up or down
    value DECIMAL(18, 4),               -- what one of the numerator is worth
    currency VARCHAR,
    source VARCHAR,
    file VARCHAR NOT NULL,
    position INTEGER NOT NULL
);
-- The programmes meant to move an indicator.
CREATE TABLE warehouse.aim (indicator VARCHAR NOT NULL, programme VARCHAR NOT NULL);
-- The order units were drawn in ("kept" rows of kind 'draw': the first of each programme holds).
CREATE TABLE warehouse.drawn (
    programme VARCHAR NOT NULL,
    unit VARCHAR NOT NULL,
    position INTEGER NOT NULL,          -- from 1
    starts DATE,                        -- NULL: waits
    drawn TIMESTAMP NOT NULL,
    who VARCHAR NOT NULL,
    seed VARCHAR NOT NULL
);
-- The day each unit got a programme, as told, else the first day a rule assigned it; '' is every unit.
CREATE TABLE warehouse.rollout (programme VARCHAR NOT NULL, unit VARCHAR NOT NULL, starts DATE NOT NULL);
