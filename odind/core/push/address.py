"""The address of a destination, and what it takes: protocol, security, codecs. Pure."""

from __future__ import annotations

from enum import Enum
from typing import Final
from urllib.parse import urlsplit

from odind.core.errors import InvalidArgumentError
from odind.core.values.late import dataclass


class Protocol(Enum):
    """How sound gets there."""

    RTMP = "rtmp"
    ICECAST = "icecast"
    SHOUTCAST = "shoutcast"
    SRT = "srt"
    WEBSOCKET = "websocket"


class Codec(Enum):
    """How sound is encoded on its way; PCM are samples of 16 bits."""

    AAC = "aac"
    MP3 = "mp3"
    OPUS = "opus"
    PCM = "pcm"


@dataclass(frozen=True)
class Scheme:
    """What an address begins with: its protocol, whether in TLS, the port where none is named."""

    protocol: Protocol
    tls: bool
    port: int | None


SCHEMES: Final = {
    "rtmp": Scheme(Protocol.RTMP, tls=False, port=1935),
    "rtmps": Scheme(Protocol.RTMP, tls=True, port=443),
    "icecast": Scheme(Protocol.ICECAST, tls=False, port=8000),
    "icecasts": Scheme(Protocol.ICECAST, tls=True, port=443),
    "shoutcast": Scheme(Protocol.SHOUTCAST, tls=False, port=8000),
    "srt": Scheme(Protocol.SRT, tls=False, port=None),
    "ws": Scheme(Protocol.WEBSOCKET, tls=False, port=80),
    "wss": Scheme(Protocol.WEBSOCKET, tls=True, port=443),
}
CODECS: Final = {
    Protocol.RTMP: (Codec.AAC,),
    Protocol.ICECAST: (Codec.MP3, Codec.OPUS, Codec.AAC),
    Protocol.SHOUTCAST: (Codec.MP3, Codec.AAC),
    Protocol.SRT: (Codec.AAC, Codec.OPUS, Codec.MP3),
    Protocol.WEBSOCKET: (Codec.PCM, Codec.OPUS),
}
"""The codecs that a protocol carries; the first is for those who name none."""
_LONGEST: Final = 2_048


@dataclass(frozen=True)
class PushAddress:
    """An address in its parts; `path` begins with / where there is one."""

    scheme: Scheme
    host: str
    port: int
    path: str


def parsed(address: str) -> PushAddress:
    """Return the parts of an address; raises InvalidArgumentError PUSH_ADDRESS_INVALID."""
    if len(address) > _LONGEST or not address.isascii() or not address.isprintable() or " " in address:
        raise _invalid(f"must be at most {_LONGEST} printable characters of ASCII without spaces")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise _invalid("must be one like rtmp://live.example/app") from None
    scheme = SCHEMES.get(parts.scheme)
    if scheme is None:
        raise _invalid(f"must begin with one of {', '.join(f'{name}://' for name in SCHEMES)}")
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        raise _invalid("must hold no password and nothing behind ? or #: secrets have fields of their own")
    if not parts.hostname:
        raise _invalid("must name a host")
    port = port or scheme.port
    if port is None:
        raise _invalid("must name a port")
    return PushAddress(scheme, parts.hostname, port, parts.path)


def _invalid(problem: str) -> InvalidArgumentError:
    return InvalidArgumentError("PUSH_ADDRESS_INVALID", "the address {problem}", problem=problem)
