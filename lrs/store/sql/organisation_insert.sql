INSERT INTO organisation.{table} BY NAME SELECT * FROM brought
