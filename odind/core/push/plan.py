"""What a caller asks of a push, settled once, when it is added. Pure."""

from __future__ import annotations

from dataclasses import field
from typing import Final

from odind.core.errors import InvalidArgumentError
from odind.core.values.portable import portable

from .address import CODECS, Codec, Protocol, PushAddress, parsed

MIN_BIT_RATE: Final = 16_000
MAX_BIT_RATE: Final = 320_000
MAX_GIVE_UP_S: Final = 604_800.0
_LONGEST: Final = 512
_PASSPHRASE: Final = range(10, 80)
"""The lengths that SRT allows."""


@portable
class PushPlan:
    """Where the mix of a connection is sent, and how; as in `Hearing`, who is heard.

    `title` is shown to listeners. `bit_rate` is in bits per second. It is given up after `give_up_after_s`
    without a working attempt.

    Raises InvalidArgumentError PUSH_ADDRESS_INVALID, PUSH_CODEC_INVALID, PUSH_BIT_RATE_INVALID,
    GIVE_UP_AFTER_INVALID, PUSH_TITLE_INVALID.
    """

    address: str
    codec: Codec
    bit_rate: int = 128_000
    give_up_after_s: float = 3_600.0
    title: str = ""
    user_ids: tuple[str, ...] = ()
    peer_ids: tuple[int, ...] = ()
    own_voice: bool = False

    def __post_init__(self) -> None:
        protocol = self.place.scheme.protocol
        _check_codec(protocol, self.codec)
        if not MIN_BIT_RATE <= self.bit_rate <= MAX_BIT_RATE:
            raise InvalidArgumentError(
                "PUSH_BIT_RATE_INVALID",
                "the bit rate must be from {least} to {most} bits per second",
                least=MIN_BIT_RATE,
                most=MAX_BIT_RATE,
            )
        if not 0 <= self.give_up_after_s <= MAX_GIVE_UP_S:
            raise InvalidArgumentError(
                "GIVE_UP_AFTER_INVALID", "give_up_after must be from 0 to {most} s", most=MAX_GIVE_UP_S
            )
        if not _is_line(self.title):
            raise InvalidArgumentError(
                "PUSH_TITLE_INVALID", "the title must be one line of at most {most} characters", most=_LONGEST
            )

    @property
    def place(self) -> PushAddress:
        """The address in its parts."""
        return parsed(self.address)


@portable
class PushSecrets:
    """What lets us in, and the passphrase that encrypts SRT. They are in no event and no list."""

    stream_key: str = field(default="", repr=False)
    passphrase: str = field(default="", repr=False)

    def check(self, place: PushAddress) -> None:
        """Raise InvalidArgumentError STREAM_KEY_INVALID, PASSPHRASE_INVALID unless they suit an address."""
        protocol, phrase = place.scheme.protocol, self.passphrase
        _check_key(protocol, self.stream_key)
        suits = protocol is Protocol.SRT and len(phrase) in _PASSPHRASE and _is_key(phrase)
        if phrase and not suits:
            raise InvalidArgumentError(
                "PASSPHRASE_INVALID",
                "a passphrase is for srt:// alone, and must have 10 to 79 printable characters",
            )


def default_codec(address: str) -> Codec:
    """Return the codec of a push for which none is named; raises PUSH_ADDRESS_INVALID."""
    return CODECS[parsed(address).scheme.protocol][0]


def _check_codec(protocol: Protocol, codec: Codec) -> None:
    if codec not in CODECS[protocol]:
        raise InvalidArgumentError(
            "PUSH_CODEC_INVALID",
            "the codec for {protocol} must be one of {known}",
            protocol=protocol.value,
            known=", ".join(one.value for one in CODECS[protocol]),
        )


def _check_key(protocol: Protocol, key: str) -> None:
    needed = protocol not in (Protocol.SRT, Protocol.WEBSOCKET)
    if not _is_key(key) or (needed and not key):
        raise InvalidArgumentError(
            "STREAM_KEY_INVALID",
            "the stream key must be {least} to {most} printable characters of ASCII",
            least=int(needed),
            most=_LONGEST,
        )


def _is_line(text: str) -> bool:
    return len(text) <= _LONGEST and (not text or text.isprintable())


def _is_key(text: str) -> bool:
    return _is_line(text) and text.isascii()
