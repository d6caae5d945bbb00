"""odind: a gRPC sidecar daemon for ODIN voice chat."""

from importlib.metadata import PackageNotFoundError, version
from typing import Final

DISTRIBUTION: Final[str]
"""The package that is installed: odind, or odind-client, which is the client alone (see clients/python)."""

try:
    __version__ = version("odind")
    DISTRIBUTION = "odind"
except PackageNotFoundError:
    __version__ = version("odind-client")
    DISTRIBUTION = "odind-client"
