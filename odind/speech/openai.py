"""Speech by a server with OpenAI's interface, `POST {base}/audio/speech`, which many engines speak."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from odind.core.errors import OdindError

from .away import engine_away, refused

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import httpx

    from odind.egress import Egress

NAME: Final = "openai"
_VOICE: Final = "alloy"
_REFUSALS: Final = (400, 404, 422)
_DETAIL_BYTES: Final = 500


class OpenAiEngine:
    """Asks the server at `base`, through the guard of `egress`, for speech in `sound_format`."""

    def __init__(
        self,
        egress: Egress,
        base: str,
        *,
        model: str,
        voice: str = "",
        api_key: str = "",
        sound_format: str = "wav",
        idle_s: float = 30.0,
    ) -> None:
        self._egress = egress
        self._url = f"{base.rstrip('/')}/audio/speech"
        self._asked = {"model": model, "response_format": sound_format}
        self._voice = voice or _VOICE
        self._headers = {"content-type": "application/json"} | (
            {"authorization": f"Bearer {api_key}"} if api_key else {}
        )
        self._idle_s = idle_s

    async def speak(self, text: str, voice: str, language: str) -> AsyncIterator[bytes]:  # noqa: ARG002 - the voice's
        """Yield a file of sound as the server makes it. The language is that of the text."""
        body = msgspec.json.encode(self._asked | {"input": text, "voice": voice or self._voice})
        try:
            async with self._egress.stream(
                "POST", self._url, body=body, headers=self._headers, idle_s=self._idle_s
            ) as response:
                if not response.is_success:
                    raise await _refusal(response)
                async for piece in response.aiter_raw():
                    yield piece
        except OdindError as error:
            raise error if error.reason.startswith("SPEECH_") else engine_away(NAME, error.message) from None


async def _refusal(response: httpx.Response) -> OdindError:
    """Return the error of an answer that is no speech."""
    detail = b""
    async for piece in response.aiter_raw():
        detail += piece
        if len(detail) > _DETAIL_BYTES:
            break
    text = f"{response.status_code} {detail[:_DETAIL_BYTES].decode(errors='replace')}"
    return refused(NAME, text) if response.status_code in _REFUSALS else engine_away(NAME, text)
