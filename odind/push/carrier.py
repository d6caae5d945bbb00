"""The carrier of all protocols."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.push.address import Protocol
from odind.egress.refusals import url_refused

from .icecast import icecast, shoutcast
from .pool import Pool
from .rtmp import rtmp
from .srt import require_ffmpeg, srt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractAsyncContextManager

    from odind.core.push.plan import PushPlan, PushSecrets
    from odind.core.push.ports import Carriage
    from odind.egress.dialling import Dialler

    Way = Callable[[PushPlan, PushSecrets, Dialler, Pool], AbstractAsyncContextManager[Carriage]]


def _websocket(
    plan: PushPlan, secrets: PushSecrets, dialler: Dialler, pool: Pool
) -> AbstractAsyncContextManager[Carriage]:
    from .websocket import websocket  # noqa: PLC0415 - what it needs takes a while to load

    return websocket(plan, secrets, dialler, pool)


_WAYS: Final[Mapping[Protocol, Way]] = {
    Protocol.RTMP: rtmp,
    Protocol.ICECAST: icecast,
    Protocol.SHOUTCAST: shoutcast,
    Protocol.SRT: srt,
    Protocol.WEBSOCKET: _websocket,
}


class NetworkCarrier:
    """Reaches destinations over the network.

    `ws://` is refused without `allow_http`, as http:// is for webhooks.
    """

    def __init__(self, dialler: Dialler, *, allow_http: bool) -> None:
        self._dialler = dialler
        self._allow_http = allow_http
        self._pool = Pool()

    def check(self, plan: PushPlan) -> None:
        """Raise URL_REFUSED, ADDRESS_REFUSED, PUSH_NEEDS_FFMPEG."""
        place = plan.place
        if place.scheme.protocol is Protocol.WEBSOCKET and not (place.scheme.tls or self._allow_http):
            raise url_refused("must begin with wss://, or the setting egress.allow_http be true")
        self._dialler.check_host(place.host)
        if place.scheme.protocol is Protocol.SRT:
            require_ffmpeg()

    def connect(self, plan: PushPlan, secrets: PushSecrets) -> AbstractAsyncContextManager[Carriage]:
        """Yield a way to the destination."""
        return _WAYS[plan.place.scheme.protocol](plan, secrets, self._dialler, self._pool)
