"""Requests to hosts that callers name, over HTTP: the address that was checked is the one that is dialled."""

from .client import Answer, Egress
from .config import EgressConfig

__all__ = ["Answer", "Egress", "EgressConfig"]
