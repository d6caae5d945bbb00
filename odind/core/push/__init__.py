"""Pushes: the mix of a room, sent to streaming servers while it lasts."""
