SELECT content FROM dictionary ORDER BY number
