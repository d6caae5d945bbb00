"""The daemon in several processes: a front that serves callers, and workers that hold the connections."""
