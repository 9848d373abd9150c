DELETE FROM organisation.{table} WHERE EXISTS (SELECT 1 FROM gone WHERE {alike})
