SELECT key, text FROM word WHERE key IN (SELECT unnest($keys::UBIGINT[]))
