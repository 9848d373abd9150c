-- Everything is to be derived anew: the organisation changed.
CREATE OR REPLACE TEMP TABLE changed AS SELECT activity FROM warehouse.activity;
CREATE OR REPLACE TEMP TABLE dirty AS SELECT seq FROM warehouse.told;
DELETE FROM warehouse.fact;
DELETE FROM warehouse.assessment;
DELETE FROM warehouse.attendance;
DELETE FROM warehouse.segment;
DELETE FROM warehouse.contribution;
DELETE FROM warehouse.help;
DELETE FROM warehouse.evaluation;
DELETE FROM warehouse.competency_event;
DELETE FROM warehouse.milestone;
DELETE FROM warehouse.session_time;
DELETE FROM warehouse.stretch;
DELETE FROM warehouse.rollup;
CREATE OR REPLACE TEMP TABLE touched AS SELECT person, happened, activity, programme, session, verb FROM warehouse.fact;
