"""odind: a gRPC sidecar daemon for ODIN voice chat."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("odind")
except PackageNotFoundError:  # the client is installed alone, see clients/python
    __version__ = version("odind-client")
