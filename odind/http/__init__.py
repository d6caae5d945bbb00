"""The HTTP face of the daemon: Connect and gRPC-Web for every call, WebSockets for audio and for events."""
