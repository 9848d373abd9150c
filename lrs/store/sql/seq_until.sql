SELECT seq FROM kept WHERE stored <= make_timestamp($instant) ORDER BY seq DESC LIMIT 1
