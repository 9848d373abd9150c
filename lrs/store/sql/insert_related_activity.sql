INSERT INTO related_activity BY NAME FROM incoming
