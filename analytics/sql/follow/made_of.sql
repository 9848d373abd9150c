-- A mark of what facts are made of besides statements. Reading the organisation again may leave it as it was.
SELECT 'agent', count(*), sum(hash(agent, person)) FROM warehouse.agent
UNION ALL SELECT 'verb_alias', count(*), sum(hash(iri, verb, added)) FROM warehouse.verb_alias
UNION ALL SELECT 'type_alias', count(*), sum(hash(iri, type, added)) FROM warehouse.type_alias
UNION ALL SELECT 'claim', count(*), sum(hash(programme, iri, prefix, planned)) FROM warehouse.claim
UNION ALL SELECT 'programme', count(*), sum(hash(programme, modality)) FROM warehouse.programme
UNION ALL SELECT 'programme_competency', count(*), sum(hash(programme, competency)) FROM warehouse.programme_competency
UNION ALL SELECT 'assigned', count(*), sum(hash(person, programme, assigned, exempt)) FROM warehouse.assigned
UNION ALL SELECT 'session', count(*), sum(hash(activity, planned_seconds)) FROM warehouse.session
UNION ALL SELECT 'question', count(*), sum(hash(activity, competency, form, equivalent_to)) FROM warehouse.question
ORDER BY ALL;
