INSERT INTO authority BY NAME FROM incoming
