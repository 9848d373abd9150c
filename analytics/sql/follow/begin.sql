-- What this step is about.
CREATE OR REPLACE TEMP TABLE bounds AS
SELECT $after::BIGINT AS after, $upto::BIGINT AS upto, (SELECT coalesce(max(activity), 0) FROM warehouse.activity) AS activities;
