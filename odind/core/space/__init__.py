"""Positions of peers: places, channel masks, movement."""
