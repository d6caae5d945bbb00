"""Whether the daemon can do its work: what it knows by itself, and what it finds out when it is asked."""
