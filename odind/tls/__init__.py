"""TLS: what the daemon proves itself with over TCP, whose clients it knows, and certificates for a start.

Knows no wire: the faces make of an identity what their protocol needs.
"""
