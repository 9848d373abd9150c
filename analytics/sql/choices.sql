-- What a page's filters offer a reader: the units, programmes, ways to learn, groups, countries, languages and devices
-- that the people they may count are in, or use. `parent` is a unit's. A group of other units alone is not offered, though
-- somebody of theirs be in it, too: its name could tell of those units.
WITH people AS (
    SELECT person, country, language FROM warehouse.people($scope)
), units AS (
    SELECT u.* FROM warehouse.unit u
    WHERE ($scope).allowed::VARCHAR[] IS NULL OR u.unit IN (
        SELECT x.unit FROM warehouse.under x WHERE list_contains(($scope).allowed::VARCHAR[], x.ancestor))
), foreign_groups AS (
    SELECT "group" FROM warehouse.gathered
    GROUP BY "group"
    HAVING NOT bool_or(unit IN (SELECT x.ancestor FROM warehouse.under x SEMI JOIN units USING (unit)))
), used AS (
    SELECT programme, modality, device FROM warehouse.rollup SEMI JOIN people USING (person) GROUP BY ALL
), programmes AS (
    SELECT p.* FROM warehouse.programme p
    WHERE ($scope).allowed::VARCHAR[] IS NULL
       OR p.owner_unit IN (SELECT unit FROM units)
       OR p.programme IN (SELECT programme FROM used)
       OR p.programme IN (SELECT programme FROM warehouse.assigned SEMI JOIN people USING (person))
)
SELECT 'units' AS kind, unit AS value, title_en, title_fr, parent FROM units
UNION ALL
SELECT 'programmes', programme, title_en, title_fr, NULL FROM programmes
UNION ALL
SELECT 'modality', m.modality, m.name_en, m.name_fr, NULL FROM warehouse.modality m
WHERE m.modality IN (SELECT modality FROM used) OR m.modality IN (SELECT modality FROM programmes)
   OR m.modality IN (SELECT h.modality FROM warehouse.programme_phase h SEMI JOIN programmes USING (programme))
UNION ALL
SELECT DISTINCT 'group', "group", "group", "group", NULL FROM warehouse.grouped
SEMI JOIN people USING (person) ANTI JOIN foreign_groups USING ("group")
UNION ALL
SELECT DISTINCT 'country', country, country, country, NULL FROM people WHERE country IS NOT NULL
UNION ALL
SELECT DISTINCT 'language', language, language, language, NULL FROM people WHERE language IS NOT NULL
UNION ALL
SELECT DISTINCT 'device', device, device, device, NULL FROM used WHERE device IS NOT NULL
ORDER BY kind, title_en, value;
