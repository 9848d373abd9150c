-- The thresholds chosen for a unit ($unit, '' for everyone).
SELECT name, value FROM warehouse.threshold WHERE unit = $unit ORDER BY name;
