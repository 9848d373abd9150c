DELETE FROM warehouse.programme;
INSERT INTO warehouse.programme
SELECT key, title_en, title_fr, modality, owner_unit, requested, designed, live, retired, planned_hours, valid_months
FROM organisation.programme ORDER BY key;

DELETE FROM warehouse.programme_competency;
INSERT INTO warehouse.programme_competency
SELECT DISTINCT programme, competency FROM organisation.programme_competency ORDER BY ALL;

DELETE FROM warehouse.programme_phase;
INSERT INTO warehouse.programme_phase
SELECT programme, position, phase, modality FROM organisation.programme_phase ORDER BY ALL;

DELETE FROM warehouse.claim;
INSERT INTO warehouse.claim
SELECT programme, activity, prefix, min(planned) FROM (
    SELECT programme, activity, prefix, FALSE AS planned FROM organisation.programme_activity
    UNION ALL SELECT key, 'https://w3id.org/xapi/acquis/local/course/' || key, FALSE, FALSE FROM organisation.programme
    UNION ALL SELECT programme, activity, FALSE, TRUE FROM organisation.session
)
GROUP BY ALL
ORDER BY ALL;

DELETE FROM warehouse.session;
INSERT INTO warehouse.session
SELECT key, programme, activity, starts, ends, site, capacity, coalesce(planned_hours * 3600, epoch(ends - starts))
FROM organisation.session ORDER BY key;

DELETE FROM warehouse.question;
INSERT INTO warehouse.question
SELECT key, competency, form, stem_en, stem_fr, equivalent_to FROM organisation.question ORDER BY key;
