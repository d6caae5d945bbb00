"""The gRPC face of the daemon: handlers made from descriptors, one mapping of errors."""
