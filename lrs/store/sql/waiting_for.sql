SELECT target, seq, voids FROM waiting WHERE target IN (SELECT unnest($targets::UUID[]))
