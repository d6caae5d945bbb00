"""The HTTP face of the daemon: Connect and gRPC-Web for every call, a WebSocket for audio."""
