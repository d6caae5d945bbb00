"""odind: a gRPC sidecar daemon for ODIN voice chat."""

from importlib.metadata import PackageNotFoundError, version

DISTRIBUTION = "odind"
"""The package that is installed: odind, or odind-client, which is the client alone (see clients/python)."""

try:
    __version__ = version(DISTRIBUTION)
except PackageNotFoundError:
    DISTRIBUTION = "odind-client"
    __version__ = version(DISTRIBUTION)
