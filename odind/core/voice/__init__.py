"""The audio of a connection: lanes, speakers, listeners."""
