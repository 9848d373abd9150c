-- Every change of the ledger, the newest first.
SELECT happened, who, kind, line, programme, unit, name AS changed, was, is_now AS now, file, position
FROM warehouse.line_change
ORDER BY happened DESC, kind, line, name;
