"""Summaries by a server with OpenAI's interface, `POST {base}/chat/completions`."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

import msgspec

from odind.core.errors import InvalidArgumentError, OdindError, UnavailableError
from odind.core.values.foreign import bounded

if TYPE_CHECKING:
    from odind.egress import Egress
    from odind.egress.client import Answer

_REFUSALS: Final = (HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY)
_MOST_BYTES: Final = 1_048_576
_MOST_CHARACTERS: Final = 65_536
_DETAIL: Final = 300


class _Message(msgspec.Struct):
    content: str


class _Choice(msgspec.Struct):
    message: _Message


class _Completion(msgspec.Struct):
    choices: list[_Choice]


class OpenAiWriter:
    """Asks the server at `base`, through the guard of `egress`; an answer must come within `timeout_s`."""

    def __init__(
        self, egress: Egress, base: str, *, model: str, api_key: str = "", timeout_s: float = 300.0
    ) -> None:
        self._egress = egress
        self._url = f"{base.rstrip('/')}/chat/completions"
        self._model = model
        self._headers = {"content-type": "application/json"} | (
            {"authorization": f"Bearer {api_key}"} if api_key else {}
        )
        self._timeout_s = timeout_s

    async def write(self, instruction: str, text: str) -> str:
        """Return what the model makes of a text."""
        messages = [{"role": "system", "content": instruction}, {"role": "user", "content": text}]
        answer = await self._post(msgspec.json.encode({"model": self._model, "messages": messages}))
        if answer.status != HTTPStatus.OK:
            detail = f"{answer.status} {answer.body[:_DETAIL].decode(errors='replace')}"
            raise _refused(detail) if answer.status in _REFUSALS else _away(detail)
        try:
            choice, *_ = msgspec.json.decode(answer.body, type=_Completion).choices
        except (msgspec.MsgspecError, UnicodeDecodeError, ValueError):
            kind = answer.headers.get("content-type", "nothing that is named")
            raise _away(f"it answers with {kind}, which is no completion") from None
        return choice.message.content.strip()[:_MOST_CHARACTERS]

    async def _post(self, body: bytes) -> Answer:
        try:
            return await self._egress.request(
                "POST",
                self._url,
                body=body,
                headers=self._headers,
                timeout_s=self._timeout_s,
                most_bytes=_MOST_BYTES,
            )
        except OdindError as error:
            raise _away(error.message) from None


def _away(detail: str) -> UnavailableError:
    return UnavailableError(
        "SUMMARY_ENGINE_AWAY", "the model for summaries cannot be used: {detail}", detail=bounded(detail)
    )


def _refused(detail: str) -> InvalidArgumentError:
    return InvalidArgumentError(
        "SUMMARY_REFUSED", "the model for summaries refuses this: {detail}", detail=bounded(detail)
    )
