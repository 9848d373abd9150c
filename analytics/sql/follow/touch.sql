-- What the facts that went and the facts that came touch: all that depends on more than one statement is made anew for
-- these. Activity 0 stands for none.
-- (Rows that INSERT adds to a temporary table made in the same transaction are not all seen by it, from 122,880 on: every
-- temporary table here is made whole.)
CREATE OR REPLACE TEMP TABLE touched AS
FROM touched
UNION ALL
SELECT person, happened, activity, programme, session, verb FROM warehouse.fact SEMI JOIN dirty USING (seq);

CREATE OR REPLACE TEMP TABLE touched_place AS SELECT DISTINCT person, coalesce(activity, 0) AS activity FROM touched;
CREATE OR REPLACE TEMP TABLE touched_room AS
SELECT DISTINCT f.person, f.session, f.programme FROM warehouse.fact f
SEMI JOIN (FROM touched WHERE verb IN ('attended', 'joined', 'left')) t ON t.person = f.person AND t.activity = f.activity
WHERE f.verb IN ('attended', 'joined', 'left');
CREATE OR REPLACE TEMP TABLE touched_session AS
SELECT person, session FROM touched WHERE session IS NOT NULL
UNION
SELECT person, session FROM touched_room WHERE session IS NOT NULL;
CREATE OR REPLACE TEMP TABLE touched_time AS
SELECT person, min(happened) AS starts, max(happened) AS ends FROM touched GROUP BY person, warehouse.quarter(happened);
CREATE OR REPLACE TEMP TABLE touched_programme AS
SELECT person, programme FROM touched WHERE programme IS NOT NULL
UNION
SELECT person, programme FROM touched_room WHERE programme IS NOT NULL
UNION
SELECT person, programme FROM warehouse.fact SEMI JOIN belonged USING (programme);
