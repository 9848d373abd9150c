DELETE FROM warehouse.fact WHERE seq IN (SELECT seq FROM dirty);
DELETE FROM warehouse.assessment WHERE seq IN (SELECT seq FROM dirty);
DELETE FROM warehouse.segment WHERE seq IN (SELECT seq FROM dirty);
DELETE FROM warehouse.contribution WHERE seq IN (SELECT seq FROM dirty);
DELETE FROM warehouse.help WHERE seq IN (SELECT seq FROM dirty);
DELETE FROM warehouse.evaluation WHERE seq IN (SELECT seq FROM dirty);
DELETE FROM warehouse.competency_event WHERE seq IN (SELECT seq FROM dirty);
