"""The daemon over several processes: a front that callers talk to, and workers that hold its connections."""
