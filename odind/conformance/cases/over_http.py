"""Cases that are played again over HTTP as http/NAME, and those of audio on its WebSocket as ws/NAME."""

from __future__ import annotations

from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Final

from odind.conformance.case import Case, Group, expect, expect_equal
from odind.conformance.sound import digest, sawtooth
from odind.v1.audio_pb2 import AudioFrame

from . import calls, errors, listen, speak, speak_ends, values, watch
from .audio import Voice

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Iterator

    from odind.conformance.case import Play
    from odind.conformance.stage import Stage

    Wrap = Callable[[Play, Stage], Awaitable[None]]

WEBSOCKET: Final = Group("ws/listen", "ws", "listen")
_AUDIO: Final = "/v1/audio"
_LONGER: Final = 12
_FRAME: Final = 960
_NOT_OVER_HTTP: Final = (
    "errors/details-garbage",  # the daemon writes them as JSON, so it cannot make these
    "calls/api-key-stays-here",  # http/target has one of its own
)
_NEEDED: Final = {
    "calls/concurrent-100": "parallel",  # browsers have six connections to an address
    "calls/api-key-from-environment": "environment",
}


async def _over_http(play: Play, stage: Stage) -> None:
    await stage.open_http()
    await play(stage)
    expect(stage.http.paths, "the client must call the HTTP address that it was given, and did not")


async def _on_websocket(play: Play, stage: Stage) -> None:
    await stage.open_http()
    await play(stage)
    expect(_AUDIO in stage.http.paths, f"the client must take the WebSocket {_AUDIO}, and did not")


def _again(wire: str, play: Wrap, cases: Iterable[Case]) -> Iterator[Case]:
    """Yield cases for another wire than gRPC."""
    for case in cases:
        if case.name not in _NOT_OVER_HTTP:
            more = {_NEEDED[case.name]} if case.name in _NEEDED else set()
            needs = (case.needs - {"grpc"}) | {wire} | more
            yield Case(f"{wire}/{case.name}", needs, partial(play, case.play), case.says)


@WEBSOCKET.case("longer-header")
async def _longer_header(stage: Stage) -> None:
    """The first byte of a binary message says how long its header is; one of a newer daemon's is longer."""
    await stage.open_http()
    stage.http.longer_headers = _LONGER
    voice = await Voice.open(stage, receive={})
    voice.at_daemon.heard(AudioFrame(sequence=1, pcm=sawtooth(_FRAME)))
    frames = (await voice.ask("read", frames=1))["frames"]
    expect_equal(frames[0]["sha256"], digest(sawtooth(_FRAME)), "the sound of the frame")


_CALLS: Final = (errors.GROUP, calls.GROUP, values.GROUP, watch.GROUP)
_SOUND: Final = (speak.GROUPS[0], speak_ends.GROUPS[0], listen.GROUPS[0])
CASES: Final = (
    *_again("http", _over_http, chain.from_iterable(group.cases for group in _CALLS)),
    *_again("ws", _on_websocket, chain.from_iterable(group.cases for group in _SOUND)),
    *WEBSOCKET.cases,
)
