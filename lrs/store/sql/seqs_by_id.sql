-- With whether each one voids: what voids cannot be voided.
SELECT kept.id, kept.seq, kept.seq IN (SELECT seq FROM void) AS voids
FROM kept
WHERE kept.id IN (SELECT unnest($ids::UUID[]))
