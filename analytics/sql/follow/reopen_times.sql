-- Active time of what was touched, anew: sessions the tool named, presence, and runs of statements in between.
CREATE OR REPLACE TEMP TABLE reopened AS
SELECT DISTINCT s.person, s.starts, s.ends
FROM warehouse.stretch s
JOIN touched_time t ON t.person = s.person
    AND s.starts - INTERVAL 30 MINUTE <= t.ends AND s.ends + INTERVAL 30 MINUTE >= t.starts;

CREATE OR REPLACE TEMP TABLE gone AS
SELECT t.rowid AS row, t.person, t.starts, t.rule
FROM warehouse.session_time t SEMI JOIN touched_session s ON s.person = t.person AND s.session = t.session
UNION ALL
SELECT t.rowid, t.person, t.starts, t.rule
FROM warehouse.session_time t SEMI JOIN touched_place p ON p.person = t.person AND p.activity = coalesce(t.activity, 0)
WHERE t.session IS NULL AND t.rule = 'attendance'
UNION ALL
SELECT t.rowid, t.person, t.starts, t.rule FROM warehouse.session_time t
SEMI JOIN reopened r ON r.person = t.person AND t.began >= r.starts AND t.began <= r.ends
WHERE t.session IS NULL AND t.rule = 'gaps';

DELETE FROM warehouse.session_time WHERE rowid IN (SELECT row FROM gone);
DELETE FROM warehouse.stretch WHERE (person, starts) IN (SELECT (person, starts) FROM reopened);

CREATE OR REPLACE TEMP TABLE timed_session AS FROM warehouse.session_time LIMIT 0;
CREATE OR REPLACE TEMP TABLE timed_presence AS FROM warehouse.session_time LIMIT 0;
CREATE OR REPLACE TEMP TABLE timed_gap AS FROM warehouse.session_time LIMIT 0;
