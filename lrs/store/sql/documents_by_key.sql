SELECT kind, id, activity, agent, registration, content, content_type, epoch_us(updated)
FROM document
WHERE key IN (SELECT unnest($keys::UBIGINT[]))
