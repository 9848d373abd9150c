SELECT DISTINCT sha2 FROM attachment WHERE sha2 IN (SELECT unnest($sha2::VARCHAR[]))
