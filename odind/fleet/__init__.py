"""The fleet's adapters: the shared PostgreSQL, and calls to other members over mutual TLS."""
