INSERT INTO {table} BY NAME FROM copied
