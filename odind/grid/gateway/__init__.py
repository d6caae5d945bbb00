"""The gateway: JSON-RPC methods and the HTTP server in front of them."""
