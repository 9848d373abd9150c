-- What the business is judged by, month by month, and which programmes are meant to move it: said before anybody looks
-- whether they did. `file` and `position` say which row of which import told a figure last.

CREATE TABLE organisation.indicator (
    indicator VARCHAR NOT NULL,                 -- its name
    unit VARCHAR,                               -- of a unit and those below;
    site VARCHAR,                               -- or of a place of work; or of a unit's people there. One is needed
    month DATE NOT NULL,                        -- its first day
    numerator DECIMAL(18, 4) NOT NULL,          -- accidents,
    denominator DECIMAL(18, 4) NOT NULL,        -- of so many hours worked; 1 when it is no rate
    better VARCHAR NOT NULL,                    -- up or down: the same in every row of an indicator
    value DECIMAL(18, 4),                       -- what one of the numerator is worth
    currency VARCHAR,                           -- ISO 4217, where there is a value
    source VARCHAR,                             -- who says what it is worth
    file VARCHAR NOT NULL,
    position INTEGER NOT NULL
);

CREATE TABLE organisation.aim (
    indicator VARCHAR NOT NULL,
    programme VARCHAR NOT NULL                  -- meant to move it
);
