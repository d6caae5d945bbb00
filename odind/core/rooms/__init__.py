"""Connections: admission, state, settings, and the use cases around them."""
