"""The settings of captions: what understands speech, and how it is cut."""

from __future__ import annotations

from dataclasses import field
from pathlib import Path  # noqa: TC003 - the settings' types are looked up
from typing import Final
from urllib.parse import urlsplit

from odind.core.errors import InvalidArgumentError
from odind.core.values.late import dataclass
from odind.core.values.span import fine_span_s

EMBEDDED: Final = "embedded"
OPENAI: Final = "openai"
WYOMING: Final = "wyoming"
_SCHEMES: Final = {"": ("",), EMBEDDED: ("",), OPENAI: ("http", "https"), WYOMING: ("tcp",)}
"""How the URL of an engine begins."""
_MODELS: Final = {EMBEDDED: "tiny.en", OPENAI: "whisper-1"}
_BOUNDS: Final[dict[str, tuple[float, float]]] = {
    "queue": (1, 10_000),
    "parallel": (1, 64),
    "threads": (1, 64),
    "max_running": (1, 10_000),
}
_SPANS: Final[dict[str, tuple[float, float]]] = {
    "shortest": (0.02, 10.0),
    "pause": (0.1, 10.0),
    "longest": (1.0, 28.0),
    "patience": (0.1, 600.0),
}


@dataclass(frozen=True)
class CaptionsConfig:
    """What understands speech: "embedded", "openai" or "wyoming", a server at `url`; "" for nothing.

    The URL is like "https://host/v1", what [egress] allows, or like "tcp://127.0.0.1:10300". `model` is the
    name of the server's, by default whisper-1; for "embedded" tiny.en, the default, or a folder. The key in
    `api_key_file` is for "openai" alone, `threads` for "embedded". A server is asked `parallel` things at
    once, `queue` more may wait, and each answer must come within `patience`. What is said begins after
    `shortest` of voice, ends with a `pause`, and is cut when it is `longest`. At most `max_running`
    transcripts are written at once; their files come into `folder`, by default `transcripts` in the state
    folder. Summaries are written by a server with OpenAI's interface at `summary_url`, "" for nobody.
    """

    engine: str = EMBEDDED
    url: str = ""
    model: str = ""
    api_key_file: Path | None = field(default=None, repr=False)
    threads: int = 1
    parallel: int = 4
    queue: int = 64
    patience: str = "60s"
    shortest: str = "0.16s"
    pause: str = "0.6s"
    longest: str = "15s"
    max_running: int = 16
    folder: Path | None = None
    summary_url: str = ""
    summary_model: str = "gpt-4o-mini"
    summary_api_key_file: Path | None = field(default=None, repr=False)

    @property
    def chosen_model(self) -> str:
        """The model, or what is the default of the engine."""
        return self.model or _MODELS.get(self.engine, "")

    @property
    def address(self) -> tuple[str, int]:
        """The host and port of the URL."""
        parts = urlsplit(self.url)
        return parts.hostname or "", parts.port or 0

    def __post_init__(self) -> None:
        if self.engine not in _SCHEMES:
            raise InvalidArgumentError(
                "CONFIG_INVALID",
                'captions.engine must be one of {engines}, or ""',
                engines=", ".join(filter(None, _SCHEMES)),
            )
        if not self._url_fits():
            raise InvalidArgumentError(
                "CONFIG_INVALID", "captions.url does not fit the engine {engine}", engine=self.engine
            )
        if self.summary_url and not self.summary_url.startswith(("http://", "https://")):
            raise InvalidArgumentError(
                "CONFIG_INVALID", "captions.summary_url must begin with https:// or http://"
            )
        for key, bounds in _BOUNDS.items():
            _require_within(key, getattr(self, key), bounds)
        for key, bounds in _SPANS.items():
            _require_within(key, _seconds(key, getattr(self, key)), bounds)

    def _url_fits(self) -> bool:
        try:
            fits = urlsplit(self.url).scheme in _SCHEMES[self.engine]
            return fits and (self.engine != WYOMING or all(self.address))
        except ValueError:
            return False


def _seconds(key: str, span: str) -> float:
    try:
        return fine_span_s(span)
    except ValueError as error:
        raise InvalidArgumentError(
            "CONFIG_INVALID", "captions.{key}: {problem}", key=key, problem=error
        ) from None


def _require_within(key: str, value: float, bounds: tuple[float, float]) -> None:
    least, most = bounds
    if not least <= value <= most:
        raise InvalidArgumentError(
            "CONFIG_INVALID",
            "captions.{key} must be from {least} to {most}",
            key=key,
            least=least,
            most=most,
        )
