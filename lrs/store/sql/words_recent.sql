SELECT text, key FROM word ORDER BY rowid DESC LIMIT $most
