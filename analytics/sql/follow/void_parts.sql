-- As for facts, and before them: it is through the facts that a voided statement's number is known.
DELETE FROM warehouse.part_of
WHERE seq IN (SELECT f.seq FROM warehouse.fact f WHERE f.id IN (SELECT target FROM void WHERE seq > $after AND seq <= $upto));
