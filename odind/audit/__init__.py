"""The audit: one line of JSON a call, to a file of its own or to the log."""
