"""What may be asked of a push."""

from __future__ import annotations

from typing import Any

import pytest

from odind.core.errors import InvalidArgumentError
from odind.core.push.address import Codec, parsed
from odind.core.push.plan import PushPlan, PushSecrets, default_codec


@pytest.mark.parametrize(
    ("address", "port", "codec"),
    [
        ("rtmp://live.example/app", 1935, Codec.AAC),
        ("rtmps://live.example/app/x", 443, Codec.AAC),
        ("icecast://radio.example/mount", 8000, Codec.MP3),
        ("icecasts://radio.example/mount", 443, Codec.MP3),
        ("shoutcast://radio.example:9000", 9000, Codec.MP3),
        ("srt://[2001:db8::1]:7000", 7000, Codec.AAC),
        ("wss://game.example/sound", 443, Codec.PCM),
    ],
)
def test_an_address_says_the_port_and_the_codec(address: str, port: int, codec: Codec):
    assert (parsed(address).port, default_codec(address)) == (port, codec)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "gopher://live.example",
        "rtmp://",
        "rtmp://user:planted@live.example/app",
        "rtmp://live.example/app?key=planted",
        "rtmp://live.example/app#planted",
        "rtmp://live.example:99999/app",
        "rtmp://[live/app",
        "icecast://radio.example/a b",
        "icecast://radio.example/a\r\nX: y",
        "icecast://radio.example/ü",
        "srt://live.example",
        "wss://game.example/" + "x" * 2_048,
    ],
)
def test_a_wrong_address_is_refused_without_being_repeated(address: str):
    with pytest.raises(InvalidArgumentError) as caught:
        PushPlan(address, Codec.AAC)
    assert caught.value.reason == "PUSH_ADDRESS_INVALID"
    assert "planted" not in str(caught.value)


@pytest.mark.parametrize(
    ("reason", "changes"),
    [
        ("PUSH_CODEC_INVALID", {"codec": Codec.PCM}),
        ("PUSH_BIT_RATE_INVALID", {"bit_rate": 15_999}),
        ("PUSH_BIT_RATE_INVALID", {"bit_rate": 320_001}),
        ("GIVE_UP_AFTER_INVALID", {"give_up_after_s": -1.0}),
        ("GIVE_UP_AFTER_INVALID", {"give_up_after_s": 604_801.0}),
        ("PUSH_TITLE_INVALID", {"title": "a\r\nb"}),
        ("PUSH_TITLE_INVALID", {"title": "x" * 513}),
    ],
)
def test_a_wrong_plan_is_refused(reason: str, changes: dict[str, Any]):
    with pytest.raises(InvalidArgumentError) as caught:
        PushPlan(**{"address": "icecast://radio.example/m", "codec": Codec.MP3, **changes})
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("address", "key", "phrase", "reason"),
    [
        ("rtmp://live.example/app", "", "", "STREAM_KEY_INVALID"),
        ("rtmp://live.example/app", "a\nb", "", "STREAM_KEY_INVALID"),
        ("icecast://radio.example/m", "x" * 513, "", "STREAM_KEY_INVALID"),
        ("rtmp://live.example/app", "key", "0123456789", "PASSPHRASE_INVALID"),
        ("srt://live.example:7000", "", "short", "PASSPHRASE_INVALID"),
        ("srt://live.example:7000", "", "0123456789\nstreamid=x", "PASSPHRASE_INVALID"),
    ],
)
def test_secrets_that_do_not_suit_the_address_are_refused(address: str, key: str, phrase: str, reason: str):
    with pytest.raises(InvalidArgumentError) as caught:
        PushSecrets(key, phrase).check(parsed(address))
    assert caught.value.reason == reason


def test_srt_and_websockets_need_no_key():
    PushSecrets().check(parsed("srt://live.example:7000"))
    PushSecrets().check(parsed("wss://game.example/"))
