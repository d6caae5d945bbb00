"""Speech understood by a server with OpenAI's interface, `POST {base}/audio/transcriptions`.

Servers differ in what they answer: with `verbose_json` there are words and doubts, some know `json` alone. A
server that takes only that is asked for no more from then on.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

import msgspec

from odind.core.captions.ports import ENGINE_HZ, Heard, HeardWord
from odind.core.errors import OdindError
from odind.files.wav import wav_header

from .away import engine_away, refused
from .doubt import no_speech

if TYPE_CHECKING:
    from odind.core.captions.ports import Hints, Speech
    from odind.egress import Egress
    from odind.egress.client import Answer

NAME: Final = "openai"
_REFUSALS: Final = (HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY)
_MOST_BYTES: Final = 1_048_576
_DETAIL: Final = 300
_LANGUAGES: Final = 3
"""The letters of a code at most; some servers say "english"."""


class _Word(msgspec.Struct):
    word: str = ""
    start: float = 0.0
    end: float = 0.0


class _Segment(msgspec.Struct):
    no_speech_prob: float = 0.0
    avg_logprob: float = 0.0


class _Transcription(msgspec.Struct):
    text: str
    language: str | None = None
    words: list[_Word] | None = None
    segments: list[_Segment] | None = None


class OpenAiTranscriber:
    """Asks the server at `base`, through the guard of `egress`."""

    name = NAME

    def __init__(
        self,
        egress: Egress,
        base: str,
        *,
        model: str,
        api_key: str = "",
        parallel: int = 4,
        timeout_s: float = 60.0,
    ) -> None:
        self.parallel = parallel
        self._egress = egress
        self._url = f"{base.rstrip('/')}/audio/transcriptions"
        self._model = model
        self._headers = {"authorization": f"Bearer {api_key}"} if api_key else {}
        self._timeout_s = timeout_s
        self._verbose = True

    async def transcribe(self, speech: Speech, hints: Hints) -> Heard:
        """Return what was said."""
        answer = await self._post(speech, hints, verbose=self._verbose)
        if self._verbose and answer.status in _REFUSALS:
            answer = await self._post(speech, hints, verbose=False)
            self._verbose = answer.status != HTTPStatus.OK
        if answer.status != HTTPStatus.OK:
            detail = f"{answer.status} {answer.body[:_DETAIL].decode(errors='replace')}"
            raise refused(NAME, detail) if answer.status in _REFUSALS else engine_away(NAME, detail)
        try:
            return _heard(msgspec.json.decode(answer.body, type=_Transcription))
        except (msgspec.MsgspecError, UnicodeDecodeError):
            kind = answer.headers.get("content-type", "nothing that is named")
            raise engine_away(NAME, f"it answers with {kind}, which is no transcription") from None

    async def _post(self, speech: Speech, hints: Hints, *, verbose: bool) -> Answer:
        body, headers = self._request(speech, hints, verbose=verbose)
        try:
            return await self._egress.request(
                "POST",
                self._url,
                body=body,
                headers=headers,
                timeout_s=self._timeout_s,
                most_bytes=_MOST_BYTES,
            )
        except OdindError as error:
            raise engine_away(NAME, error.message) from None

    def _request(self, speech: Speech, hints: Hints, *, verbose: bool) -> tuple[bytes, dict[str, str]]:
        """Return the form that asks for a transcription, as httpx encodes it."""
        import httpx  # noqa: PLC0415 - loading it takes a while

        pcm = speech.astype("<i2").tobytes()
        fields: dict[str, Any] = {
            "model": self._model,
            "language": hints.language,
            "prompt": hints.vocabulary,
        }
        fields = {name: value for name, value in fields.items() if value}
        fields["response_format"] = "verbose_json" if verbose else "json"
        if verbose:
            fields["timestamp_granularities[]"] = ["word", "segment"]
        file = ("speech.wav", wav_header(ENGINE_HZ, 1, data_bytes=len(pcm)) + pcm, "audio/wav")
        request = httpx.Request("POST", self._url, data=fields, files={"file": file})
        return request.read(), {**self._headers, "content-type": request.headers["content-type"]}


def _heard(found: _Transcription) -> Heard:
    language = found.language or ""
    return Heard(
        found.text,
        language if len(language) <= _LANGUAGES else "",
        tuple(HeardWord(one.word.strip(), one.start, one.end) for one in found.words or ()),
        no_speech((one.no_speech_prob, one.avg_logprob) for one in found.segments or ()),
    )
