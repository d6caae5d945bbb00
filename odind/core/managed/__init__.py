"""Managed rooms: kept by the daemon, observed by a connection of its own, closed by rule, with a history."""
