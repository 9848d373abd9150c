INSERT INTO dictionary SELECT coalesce(max(number), 0) + 1, $content FROM dictionary
