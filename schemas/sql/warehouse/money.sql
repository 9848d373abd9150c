-- What programmes cost and bring, as the organisation told it; `analytics/ledger.py` tells months, units and programmes apart.

-- Lines that were withdrawn are left out. `valid_to` of a price (basis session, learner or hour) is the day before the
-- next one of the same, where none was given.
CREATE TABLE warehouse.cost (
    line VARCHAR NOT NULL,
    programme VARCHAR,                  -- NULL: shared
    component VARCHAR NOT NULL,
    basis VARCHAR NOT NULL,             -- fixed, session, learner or hour
    nature VARCHAR NOT NULL,            -- budget, commitment, actual or estimate
    alternative BOOLEAN NOT NULL,       -- what the alternative would cost
    amount DECIMAL(18, 4) NOT NULL,
    currency VARCHAR NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    amortised_months INTEGER,
    unit VARCHAR,                       -- whose budget; NULL: everyone's
    allocation VARCHAR,                 -- learners, hours or enrolments
    low DECIMAL(18, 4),
    high DECIMAL(18, 4),
    credits VARCHAR,
    source VARCHAR,
    file VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    who VARCHAR,                        -- who told it last, and when
    told TIMESTAMP
);
-- What an hour of work costs.
CREATE TABLE warehouse.hourly (
    job_family VARCHAR,                 -- NULL: any
    unit VARCHAR,                       -- and those below; NULL: any
    valid_from DATE NOT NULL,
    valid_to DATE,                      -- NULL: for good
    amount DECIMAL(18, 4) NOT NULL,
    currency VARCHAR NOT NULL,
    source VARCHAR,
    file VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    who VARCHAR,
    told TIMESTAMP
);
-- One `currency` is `rate` of `base`.
CREATE TABLE warehouse.exchange (
    currency VARCHAR NOT NULL,
    base VARCHAR NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,                      -- NULL: for good
    rate DECIMAL(18, 8) NOT NULL
);
CREATE TABLE warehouse.benefit (
    line VARCHAR NOT NULL,
    programme VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,              -- cashable, time, risk or intangible
    title VARCHAR NOT NULL,
    evidence VARCHAR,                   -- measured, controlled, trend, estimate or claim
    indicator VARCHAR,                  -- of a measured one: what its effect was measured on
    amount DECIMAL(18, 4),              -- of a year, before it is isolated; NULL: intangible, or measured
    currency VARCHAR,
    valid_from DATE NOT NULL,
    valid_to DATE,
    share DECIMAL(9, 6) NOT NULL,
    confidence DECIMAL(9, 6) NOT NULL,
    low DECIMAL(18, 4),
    high DECIMAL(18, 4),
    unit VARCHAR,
    source VARCHAR,
    file VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    who VARCHAR,
    told TIMESTAMP
);
-- What was changed in the ledger, one value a row ("kept" rows of kind 'told …').
CREATE TABLE warehouse.line_change (
    kind VARCHAR NOT NULL,              -- cost, benefit, rate or currency
    line VARCHAR NOT NULL,              -- its number; of a rate, what it is of and since when
    programme VARCHAR,
    unit VARCHAR,
    happened TIMESTAMP NOT NULL,
    who VARCHAR NOT NULL,
    name VARCHAR,                       -- of the column; NULL: the whole line is new
    was VARCHAR,
    is_now VARCHAR,
    file VARCHAR,
    position INTEGER
);
