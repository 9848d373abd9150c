-- What became of the statements read, by kind.
SELECT kind, statements FROM warehouse.ledger
UNION ALL SELECT 'unreadable', count(*) FROM warehouse.unreadable HAVING count(*) > 0
ORDER BY kind;
