INSERT INTO credential VALUES ($key, $label, $secret, $scopes, $version, make_timestamp($created))
