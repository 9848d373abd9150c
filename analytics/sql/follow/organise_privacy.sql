-- The newest choice of the smallest group shown (`lrs.organisation.keeping`, kind 'privacy', key 'k').
DELETE FROM warehouse.smallest;
INSERT INTO warehouse.smallest
SELECT TRY_CAST(arg_max(value, happened) AS INTEGER)
FROM (SELECT value::VARCHAR AS value, happened FROM organisation.kept WHERE kind = 'privacy' AND key = 'k');
