SELECT CAST(value AS BIGINT) FROM meta WHERE key = 'key_bytes'
