SELECT agent, name FROM (FROM name ORDER BY rowid DESC LIMIT $most) ORDER BY seen
