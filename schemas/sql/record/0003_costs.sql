-- What programmes cost and bring, as finance tells it. Amounts are net of VAT, in the currency they were told in; `file`
-- and `position` say which row of which import told them last.

CREATE TABLE organisation.cost (
    line VARCHAR NOT NULL,                      -- the ledger's own number
    programme VARCHAR,                          -- NULL: shared by several
    component VARCHAR NOT NULL,                 -- design, platform, licence, trainer, room, …
    basis VARCHAR NOT NULL,                     -- fixed, or the price of one session, learner or hour
    nature VARCHAR NOT NULL,                    -- budget, commitment, actual or estimate
    alternative BOOLEAN NOT NULL,               -- what the alternative would cost: an estimate, never spent
    amount DECIMAL(18, 4) NOT NULL,
    currency VARCHAR NOT NULL,                  -- ISO 4217
    valid_from DATE NOT NULL,                   -- the amount's own day: the rate of its currency is that day's
    valid_to DATE,
    amortised_months INTEGER,                   -- spread over so many months from valid_from
    unit VARCHAR,                               -- whose budget; NULL: everyone's
    allocation VARCHAR,                         -- of a shared one: by learners, hours or enrolments
    low DECIMAL(18, 4),
    high DECIMAL(18, 4),
    credits VARCHAR,                            -- a credit note: the line it takes from
    source VARCHAR,
    file VARCHAR NOT NULL,
    position INTEGER NOT NULL
);

-- What an hour of work costs: by job family, by unit and those below, by both, or by neither. Never by person.
CREATE TABLE organisation.rate (
    job_family VARCHAR,
    unit VARCHAR,
    valid_from DATE NOT NULL,
    valid_to DATE,                              -- NULL: until the next one
    amount DECIMAL(18, 4) NOT NULL,
    currency VARCHAR NOT NULL,
    source VARCHAR,
    file VARCHAR NOT NULL,
    position INTEGER NOT NULL
);

-- One `currency` is `rate` of `base`; every row has the same base.
CREATE TABLE organisation.currency (
    currency VARCHAR NOT NULL,
    base VARCHAR NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,                              -- NULL: until the next one
    rate DECIMAL(18, 8) NOT NULL,
    source VARCHAR,
    file VARCHAR NOT NULL,
    position INTEGER NOT NULL
);

CREATE TABLE organisation.benefit (
    line VARCHAR NOT NULL,
    programme VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,                      -- cashable, time, risk or intangible
    title VARCHAR NOT NULL,
    evidence VARCHAR,                           -- measured, controlled, trend, estimate or claim; NULL: intangible
    amount DECIMAL(18, 4),                      -- NULL: intangible
    currency VARCHAR,
    valid_from DATE NOT NULL,
    valid_to DATE,
    share DECIMAL(9, 6) NOT NULL,               -- how much of it is owed to the programme
    confidence DECIMAL(9, 6) NOT NULL,          -- how sure whoever says so is
    low DECIMAL(18, 4),
    high DECIMAL(18, 4),
    unit VARCHAR,
    source VARCHAR,
    file VARCHAR NOT NULL,
    position INTEGER NOT NULL
);
