SELECT source, seq FROM unit WHERE source IN (SELECT unnest($seqs::BIGINT[])) AND role = 0
