DELETE FROM document
WHERE key IN (SELECT unnest($keys::UBIGINT[]))
