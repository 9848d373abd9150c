SELECT key, label, secret, scopes, version, epoch_us(created) FROM credential ORDER BY created, key
