SELECT seq
FROM {table}
WHERE {conditions}
ORDER BY seq {direction}
LIMIT $wanted
