-- How many bytes the keys of this record have. Four take half the room of eight on disk, where columns of keys are packed;
-- a record that knows words already keeps the eight it began with.
INSERT INTO meta SELECT 'key_bytes', CASE WHEN count(*) = 0 THEN '4' ELSE '8' END FROM word;
