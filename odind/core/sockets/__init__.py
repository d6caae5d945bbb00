"""Bytes between two peers of a room, beside the voice."""
