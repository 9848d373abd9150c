-- A void that arrives after what it voids takes the facts away.
DELETE FROM warehouse.fact WHERE id IN (SELECT target FROM void WHERE seq > $after AND seq <= $upto);
