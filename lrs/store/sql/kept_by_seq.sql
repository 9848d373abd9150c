SELECT kept.seq, epoch_us(kept.stored), kept.id, kept.body
FROM kept
WHERE kept.seq IN (SELECT unnest($seqs::BIGINT[])) AND ($voided OR kept.seq NOT IN (SELECT seq FROM voided))
