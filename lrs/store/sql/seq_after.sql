SELECT seq FROM kept WHERE stored > make_timestamp($instant) ORDER BY seq LIMIT 1
