"""QUIC, HTTP/3 and WebTransport: everything between the UDP socket and a session."""
