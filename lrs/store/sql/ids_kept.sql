SELECT id
FROM kept
WHERE id IN (SELECT unnest($ids::UUID[]))
