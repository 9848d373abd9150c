DELETE FROM credential WHERE key = $key
