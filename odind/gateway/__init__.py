"""A client of ODIN's gateways: JSON-RPC over HTTP, for the methods that act on rooms from outside."""

from .client import HttpGatewayClient

__all__ = ["HttpGatewayClient"]
