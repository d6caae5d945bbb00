"""The recorders of a connection: what they hear goes to files, all aligned on the clock of one recording."""
