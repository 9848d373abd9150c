-- What this batch voids.
CREATE OR REPLACE TEMP TABLE voids AS
SELECT target FROM void WHERE seq > (SELECT after FROM bounds) AND seq <= (SELECT upto FROM bounds);
