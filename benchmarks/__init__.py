"""One command, JSON out: how fast the server is, beside what it is judged by."""
