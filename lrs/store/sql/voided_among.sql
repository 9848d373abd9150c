SELECT seq FROM voided WHERE seq IN (SELECT unnest($seqs::BIGINT[]))
