"""What organisations bring: people, programmes, assignments, sessions, evaluations, questions; and who may sign in."""
