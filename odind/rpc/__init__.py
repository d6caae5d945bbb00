"""The gRPC face of the daemon: thin servicers, one interceptor, one mapping of errors."""
