SELECT seq, epoch_us(stored), id, body
FROM kept
WHERE seq IN (SELECT unnest($seqs::BIGINT[]))
