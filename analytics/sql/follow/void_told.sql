-- A void that arrives after what it voids.
UPDATE warehouse.told SET voided = TRUE WHERE NOT voided AND id IN (SELECT target FROM voids);
DELETE FROM warehouse.told_of WHERE seq IN (SELECT seq FROM warehouse.told WHERE id IN (SELECT target FROM voids));
DELETE FROM warehouse.part_of WHERE seq IN (SELECT seq FROM warehouse.told WHERE id IN (SELECT target FROM voids));
