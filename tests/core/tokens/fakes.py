"""A token service in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.core.tokens.ports import ServedToken
from odind.core.tokens.tokens import Tokens
from odind.tokens.access_key import AccessKey
from tests.core.fakes import FakeClock, Keyring

if TYPE_CHECKING:
    from odind.core.errors import OdindError


class FakeTokenService:
    """`asked` is every request so far; `failure` is what the next ones raise, `token` what they answer."""

    def __init__(self) -> None:
        self.key = AccessKey.generate()
        self.asked: list[tuple[str, str, str, str]] = []
        self.failure: OdindError | None = None
        self.token = ""
        self.domain = "game"

    async def create(self, api_key: str, secret: str, room_id: str, user_id: str) -> ServedToken:
        self.asked.append((api_key, secret, room_id, user_id))
        if self.failure:
            raise self.failure
        tokens = Tokens(Keyring(), self.key, FakeClock().now)
        signed = tokens.create(access_key=None, room_ids=[room_id], user_id=user_id)
        return ServedToken(self.token or signed.token, self.domain)
