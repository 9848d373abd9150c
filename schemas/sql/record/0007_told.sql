-- Who brought what was told of money and of the business last, and when (NULL: before this was written down). What each
-- change of the ledger changed stands in organisation.kept, kinds `told cost`, `told benefit`, `told rate`, `told currency`.
ALTER TABLE organisation.cost ADD COLUMN who VARCHAR;
ALTER TABLE organisation.cost ADD COLUMN told TIMESTAMP;
ALTER TABLE organisation.rate ADD COLUMN who VARCHAR;
ALTER TABLE organisation.rate ADD COLUMN told TIMESTAMP;
ALTER TABLE organisation.currency ADD COLUMN who VARCHAR;
ALTER TABLE organisation.currency ADD COLUMN told TIMESTAMP;
ALTER TABLE organisation.benefit ADD COLUMN who VARCHAR;
ALTER TABLE organisation.benefit ADD COLUMN told TIMESTAMP;
ALTER TABLE organisation.indicator ADD COLUMN who VARCHAR;
ALTER TABLE organisation.indicator ADD COLUMN told TIMESTAMP;
ALTER TABLE organisation.rollout ADD COLUMN who VARCHAR;
ALTER TABLE organisation.rollout ADD COLUMN told TIMESTAMP;

-- A line that counts no more. It stays, and can be brought back.
ALTER TABLE organisation.cost ADD COLUMN withdrawn BOOLEAN DEFAULT FALSE;
