INSERT INTO definition BY NAME FROM incoming
