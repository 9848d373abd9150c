INSERT INTO waiting BY NAME FROM incoming
