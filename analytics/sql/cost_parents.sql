-- Each unit and the one above it.
SELECT unit, parent FROM warehouse.unit ORDER BY unit;
