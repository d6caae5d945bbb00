"""odind: a gRPC sidecar daemon for ODIN voice chat."""

from importlib.metadata import version

__version__ = version("odind")
