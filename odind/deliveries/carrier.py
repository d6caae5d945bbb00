"""Posts letters, signed as their dialect wants."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from standardwebhooks import Webhook

from odind.core.webhooks.endpoint import Dialect
from odind.core.webhooks.ports import Reply

if TYPE_CHECKING:
    from odind.core.webhooks.ports import Letter
    from odind.egress import Answer, Egress

    from .rsa_key import RsaKey

TIMEOUT_S: Final = 15.0
_MOST_BYTES: Final = 16_384
_JSON: Final = {"content-type": "application/json"}


class HttpCarrier:
    """Posts over the guarded client, to which it belongs. Belongs to the loop."""

    def __init__(self, egress: Egress, key: RsaKey) -> None:
        self._egress = egress
        self._key = key

    def check(self, url: str) -> None:
        """Raise InvalidArgumentError URL_REFUSED, ADDRESS_REFUSED for a URL that is never called."""
        self._egress.check(url)

    async def public_key(self) -> str:
        """Return the PEM of the key that signs the dialect of VideoSDK."""
        return await self._key.public_pem()

    async def post(self, letter: Letter) -> Reply:
        """Post a letter, and return the answer, within 15 s; raises what `Egress.request` does."""
        answer = await self._egress.request(
            "POST",
            letter.url,
            body=letter.body.encode(),
            headers=_JSON | await self._signed(letter),
            timeout_s=TIMEOUT_S,
            most_bytes=_MOST_BYTES,
        )
        return Reply(answer.status, answer.body.decode(errors="replace"), _retry_after_s(answer))

    async def _signed(self, letter: Letter) -> dict[str, str]:
        """Return the headers that prove who sends a letter. A webhook of VideoSDK has an id all the same."""
        named = {"webhook-id": letter.letter_id, "webhook-timestamp": str(letter.sent_at)}
        if letter.dialect is Dialect.VIDEOSDK:
            return named | {"videosdk-signature": await self._key.sign(letter.body.encode())}
        at = datetime.fromtimestamp(letter.sent_at, UTC)
        signatures = (Webhook(secret).sign(letter.letter_id, at, letter.body) for secret in letter.secrets)
        return named | {"webhook-signature": " ".join(signatures)}


def _retry_after_s(answer: Answer) -> float | None:
    """Return in how many seconds an answer wants to be asked again, in either form of HTTP."""
    told = answer.headers.get("retry-after", "").strip()
    if told.isascii() and told.isdigit():
        return float(told[:9])
    try:
        return max(0.0, (parsedate_to_datetime(told) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None
