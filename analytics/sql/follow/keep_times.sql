CREATE OR REPLACE TEMP TABLE timed AS
FROM timed_session UNION ALL FROM timed_presence UNION ALL FROM timed_gap;

INSERT INTO warehouse.session_time
SELECT person, programme, modality, starts, ends, seconds, rule, device, language, session, registration, activity, began
FROM timed ORDER BY starts, person;
