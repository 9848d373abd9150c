-- The thresholds the organisation chose ("kept" rows of kind 'threshold'), told for every unit: its own, else the
-- nearest above; `unit` is '' for everyone without one. What nobody chose is not there: `analytics.thresholds` knows
-- the defaults.
CREATE TABLE warehouse.threshold (name VARCHAR NOT NULL, unit VARCHAR NOT NULL, value DOUBLE NOT NULL);
