SELECT kept.id, kept.seq, epoch_us(kept.stored), kept.body, kept.authority, voided.seq IS NOT NULL AS voided
FROM kept
LEFT JOIN voided ON voided.seq = kept.seq
WHERE kept.id IN (SELECT unnest($ids::UUID[]))
