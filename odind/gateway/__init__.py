"""Clients of ODIN's gateways (JSON-RPC, for what acts on rooms from outside) and of its token service."""

from .client import HttpGatewayClient
from .token_service import HttpTokenService

__all__ = ["HttpGatewayClient", "HttpTokenService"]
