-- The verbs and the types that the IRIs of tools may be understood as.
SELECT 'verb' AS kind, verb AS slug, name_en, name_fr FROM warehouse.verb
UNION ALL
SELECT 'type', type, name_en, name_fr FROM warehouse.type
ORDER BY ALL;
