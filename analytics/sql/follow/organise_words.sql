-- The organisation's own words: the newest of each IRI holds, and goes before what is shipped.
DELETE FROM warehouse.verb_alias WHERE added;
DELETE FROM warehouse.type_alias WHERE added;

CREATE OR REPLACE TEMP TABLE own_word AS
SELECT key AS iri, arg_max(value ->> '$.kind', happened) AS kind, arg_max(value ->> '$.slug', happened) AS slug
FROM (SELECT key, TRY_CAST(value AS JSON) AS value, happened FROM organisation.kept WHERE kind = 'vocabulary')
GROUP BY key;

INSERT INTO warehouse.verb_alias SELECT iri, slug, TRUE FROM own_word WHERE kind = 'verb' AND slug IN (SELECT verb FROM warehouse.verb);
INSERT INTO warehouse.type_alias SELECT iri, slug, TRUE FROM own_word WHERE kind = 'type' AND slug IN (SELECT type FROM warehouse.type);
