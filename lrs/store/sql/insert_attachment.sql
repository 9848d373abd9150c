INSERT INTO attachment BY NAME FROM incoming
