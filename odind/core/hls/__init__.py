"""HTTP Live Streaming of what is heard in a room (RFC 8216, and its low-latency extension)."""
