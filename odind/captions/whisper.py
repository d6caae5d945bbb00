"""The process of the embedded engine: `python -m odind.captions.whisper MODEL THREADS`.

On stdin come requests, each a line of JSON and as many bytes of samples as it says; on stdout goes a line of
JSON for each, after a first one once the model is loaded. It gives way to all other work of the machine.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, Final

import msgspec
import numpy as np

from .doubt import no_speech
from .model import model_folder

if TYPE_CHECKING:
    from typing import BinaryIO

_NICE: Final = 10
_FULL_SCALE: Final = 32_768.0
_TEMPERATURES: Final = (0.0, 0.4)
"""The second is for what the first made repeat itself; more would cost seconds for noise."""


class Request(msgspec.Struct):
    """Samples to understand, mono at 16 kHz."""

    bytes: int
    language: str = ""
    vocabulary: str = ""


class Reply(msgspec.Struct):
    """What was said, with words as triples of text, start and end in seconds; or what went wrong."""

    text: str = ""
    language: str = ""
    words: list[tuple[str, float, float]] = []
    no_speech: float = 0.0
    problem: str = ""


def run(model_name: str, threads: int, requests: BinaryIO, replies: BinaryIO) -> None:
    """Answer requests until there are no more."""
    os.nice(_NICE)
    os.environ["HF_HUB_OFFLINE"] = "1"
    try:
        model = _load(model_name, threads)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with a model
        _reply(replies, Reply(problem=str(error) or type(error).__name__))
        return
    _reply(replies, Reply())
    while line := requests.readline():
        request = msgspec.json.decode(line, type=Request)
        samples = np.frombuffer(requests.read(request.bytes), "<i2").astype(np.float32) / _FULL_SCALE
        _reply(replies, _answer(model, request, samples))


def _load(model_name: str, threads: int) -> Any:
    folder = model_folder(model_name)
    try:
        from faster_whisper import WhisperModel  # noqa: PLC0415 - loads for half a second
    except ImportError:
        raise LookupError("faster-whisper is missing: pip install 'odind[captions]'") from None
    return WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=threads)


def _answer(model: Any, request: Request, samples: np.ndarray[Any, np.dtype[np.float32]]) -> Reply:
    try:
        found, info = model.transcribe(
            samples,
            language=request.language.partition("-")[0] or None,
            hotwords=request.vocabulary or None,
            beam_size=5,
            temperature=_TEMPERATURES,
            condition_on_previous_text=False,
            word_timestamps=True,
        )
        segments = list(found)
    except Exception as error:  # noqa: BLE001 - of one request
        return Reply(problem=str(error) or type(error).__name__)
    timed = [word for one in segments for word in one.words or ()]
    return Reply(
        "".join(one.text for one in segments).strip(),
        info.language,
        [(word.word.strip(), float(word.start), float(word.end)) for word in timed],
        no_speech((float(one.no_speech_prob), float(one.avg_logprob)) for one in segments),
    )


def _reply(replies: BinaryIO, reply: Reply) -> None:
    replies.write(msgspec.json.encode(reply) + b"\n")
    replies.flush()


if __name__ == "__main__":
    own = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print is no reply
    run(sys.argv[1], int(sys.argv[2]), sys.stdin.buffer, own)
