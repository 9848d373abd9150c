SELECT seq, role, agent, verb, activity FROM unit
