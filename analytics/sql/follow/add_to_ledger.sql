INSERT INTO warehouse.ledger SELECT kind, 0 FROM counted WHERE kind NOT IN (SELECT kind FROM warehouse.ledger);
UPDATE warehouse.ledger AS l SET statements = l.statements + c.statements FROM counted c WHERE l.kind = c.kind;
