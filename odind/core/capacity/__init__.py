"""Estimates how many more connections the daemon can carry."""
