"""odind's services: proto in, one use case, proto out. Transports (gRPC, HTTP) serve them; they know none."""
