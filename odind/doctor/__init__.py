"""Looks at the machine and the network for the daemon's doctor."""
