-- What the facts that went and the facts that came touch: all that depends on more than one statement is made anew for
-- these. Activity 0 stands for none.
-- (Rows that INSERT adds to a temporary table made in the same transaction are not all seen by it, from 122,880 on: every
-- temporary table here is made whole.)
CREATE OR REPLACE TEMP TABLE touched AS
FROM touched
UNION ALL
SELECT person, happened, activity, programme, session, verb FROM warehouse.fact SEMI JOIN dirty USING (seq);

CREATE OR REPLACE TEMP TABLE touched_place AS SELECT DISTINCT person, coalesce(activity, 0) AS activity FROM touched;
CREATE OR REPLACE TEMP TABLE touched_session AS SELECT DISTINCT person, session FROM touched WHERE session IS NOT NULL;
CREATE OR REPLACE TEMP TABLE touched_time AS
SELECT person, min(happened) AS starts, max(happened) AS ends FROM touched GROUP BY person, warehouse.quarter(happened);
CREATE OR REPLACE TEMP TABLE touched_programme AS
SELECT DISTINCT person, programme FROM touched WHERE programme IS NOT NULL
UNION
SELECT DISTINCT person, programme FROM warehouse.fact SEMI JOIN belonged USING (programme);
