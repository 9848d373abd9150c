-- What became of the statements read, and what is amiss with them, counted.
SELECT kind, detail, statements FROM warehouse.ledger ORDER BY ALL;
