"""Ways of live sound to other servers: RTMP, Icecast and SHOUTcast, SRT, WebSockets.

PyAV encodes in threads; the loop writes to the network, to addresses that `egress` has checked.
"""
