INSERT INTO voided BY NAME FROM incoming
