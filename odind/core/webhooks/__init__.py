"""Webhooks: events that arrive at other programs by HTTP, each at least once and in the order of its room."""
