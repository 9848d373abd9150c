-- The titles of units.
SELECT unit, title_en, title_fr FROM warehouse.unit ORDER BY unit;
