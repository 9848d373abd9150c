INSERT INTO document BY NAME FROM incoming
