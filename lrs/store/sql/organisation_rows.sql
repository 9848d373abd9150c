SELECT * FROM organisation.{table} WHERE {where}
