-- What IRIs mean to the warehouse. Stored statements are never rewritten; a row here is how a synonym is understood.

CREATE TABLE warehouse.verb_role (verb VARCHAR NOT NULL, role VARCHAR NOT NULL);

INSERT INTO warehouse.verb_role VALUES
    -- about another statement, never about learning
    ('http://adlnet.gov/expapi/verbs/voided', 'voids'),
    -- issued by a learning management system about the learner (cmi5 9.3)
    ('http://adlnet.gov/expapi/verbs/launched', 'system'),
    ('https://w3id.org/xapi/adl/verbs/satisfied', 'system'),
    ('https://w3id.org/xapi/adl/verbs/waived', 'system'),
    ('https://w3id.org/xapi/adl/verbs/abandoned', 'system'),
    ('http://adlnet.gov/expapi/verbs/imported', 'system'),
    ('https://w3id.org/xapi/acrossx/verbs/was-assigned', 'system'),
    ('http://activitystrea.ms/assign', 'system'),
    ('http://activitystrea.ms/schema/1.0/assign', 'system'),
    ('http://id.tincanapi.com/verb/expired', 'system'),
    ('https://w3id.org/xapi/tla/verbs/planned', 'system'),
    ('https://w3id.org/xapi/tla/verbs/conferred', 'system'),
    ('https://w3id.org/xapi/tla/verbs/expired', 'system'),
    ('https://w3id.org/xapi/tla/verbs/forfeited', 'system'),
    ('https://w3id.org/xapi/tla/verbs/revoked', 'system'),
    -- present or absent, as `result.completion` says
    ('http://adlnet.gov/expapi/verbs/attended', 'attendance'),
    ('https://w3id.org/xapi/adb/verbs/attended', 'attendance');

CREATE TABLE warehouse.type_role (type VARCHAR NOT NULL, role VARCHAR NOT NULL);

INSERT INTO warehouse.type_role VALUES
    ('http://adlnet.gov/expapi/activities/course', 'course'),
    ('https://w3id.org/xapi/cmi5/activitytype/course', 'course'),
    ('https://w3id.org/xapi/acrossx/activities/learning-plan', 'course'),
    -- groupings that are no course: the platform the activity lives on
    ('http://id.tincanapi.com/activitytype/lms', 'platform'),
    ('http://id.tincanapi.com/activitytype/source', 'platform'),
    ('http://id.tincanapi.com/activitytype/site', 'platform');
