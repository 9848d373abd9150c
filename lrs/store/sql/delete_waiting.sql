DELETE FROM waiting WHERE target IN (SELECT unnest($targets::UUID[]))
