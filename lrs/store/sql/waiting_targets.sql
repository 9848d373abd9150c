SELECT target FROM waiting
