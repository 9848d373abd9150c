INSERT INTO warehouse.session_time SELECT * FROM timed ORDER BY starts, person;
