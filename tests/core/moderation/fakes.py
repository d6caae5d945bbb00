"""A gateway in memory: it writes down what it is asked, and fails as a test says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.gateway.methods import method_of

if TYPE_CHECKING:
    from odind.core.errors import OdindError
    from odind.core.moderation.ports import GatewayRequest


class FakeGatewayClient:
    """`asked` is every gateway, token and request so far; `failure` is what the next calls raise."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, GatewayRequest]] = []
        self.failure: OdindError | None = None

    def method(self, request: GatewayRequest) -> str:
        return method_of(request).name

    async def ask(self, gateway: str, token: str, request: GatewayRequest) -> None:
        self.asked.append((gateway, token, request))
        if self.failure:
            raise self.failure
