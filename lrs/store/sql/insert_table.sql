INSERT INTO {table} BY NAME FROM incoming
