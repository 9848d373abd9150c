SELECT seq, source FROM unit WHERE seq IN (SELECT unnest($seqs::BIGINT[])) AND role = 0
