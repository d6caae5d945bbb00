from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import numpy as np
import pytest

from odind.core.timing.tick import RATE_HZ
from odind.egress import EgressConfig
from tests.sounds.encoding import LEVEL_DB, Encoded, encode, needs_ffmpeg, segment, sine
from tests.sounds.reading import lag, level_db, part, whole
from tests.sounds.webs import answering, serving, url, web_sounds

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from odind.core.players.ports import SoundFailure

pytestmark = needs_ffmpeg
MS = RATE_HZ // 1_000
OK = b"HTTP/1.1 200 OK\r\ncontent-type: audio/mpeg\r\n"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    yield from serving(tmp_path)


async def failure(address: str, config: EgressConfig | None = None, **bounds: float) -> SoundFailure:
    """Read a sound of the web that must fail, and return how."""
    async with web_sounds(*(() if config is None else (config,)), **bounds) as sounds:
        sound = sounds.open(url(address))
        await whole(sound)
        assert sound.failure
        return sound.failure


@pytest.mark.parametrize(
    "encoded", [Encoded("a.mp3", "libmp3lame"), Encoded("a.m4a", "aac"), Encoded("a.ogg", "libvorbis")]
)
async def test_a_file_of_the_web_plays_whole_and_from_any_sample(
    address: str, tmp_path: Path, encoded: Encoded
):
    given = np.concatenate([sine(RATE_HZ, 1, frequency) for frequency in (300, 500, 800)])
    encode(tmp_path / encoded.name, encoded, given)
    start = RATE_HZ + 4_321
    async with web_sounds() as sounds:
        sound, later = (sounds.open(url(f"{address}/{encoded.name}"), at) for at in (0, start))
        decoded, rest = await whole(sound), await whole(later)

    assert sound.failure is None
    assert abs(len(decoded) - 3 * RATE_HZ) <= MS
    assert len(rest) == len(decoded) - start
    assert lag(decoded[start : start + RATE_HZ, 0], rest[:RATE_HZ, 0]) == 0


@pytest.mark.parametrize("kind", ["mpegts", "fmp4"])
async def test_hls_plays_whole_and_from_a_place_within_it(address: str, tmp_path: Path, kind: str):
    given = np.concatenate([sine(RATE_HZ, 2, frequency) for frequency in (300, 500, 800)])
    encode(tmp_path / "whole.m4a", Encoded("whole.m4a", "aac"), given)
    segment(tmp_path, "whole.m4a", kind)
    (tmp_path / "master.m3u8").write_text(
        "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=9000000\nno.m3u8\n#EXT-X-STREAM-INF:BANDWIDTH=128000\nlist.m3u8\n"
    )
    start = 3 * RATE_HZ
    async with web_sounds() as sounds:
        sound, later = (sounds.open(url(f"{address}/master.m3u8"), at) for at in (0, start))
        decoded, rest = await whole(sound), await whole(later)

    assert sound.failure is None
    assert abs(len(decoded) - 6 * RATE_HZ) < 50 * MS
    assert level_db(decoded[RATE_HZ : 2 * RATE_HZ]) == pytest.approx(LEVEL_DB, abs=0.1)
    assert sound.length
    assert abs(sound.length - 6 * RATE_HZ) < 50 * MS
    assert abs(len(rest) - (len(decoded) - start)) < 50 * MS
    assert lag(decoded[start : start + RATE_HZ, 0], rest[:RATE_HZ, 0]) < 50 * MS


async def test_a_live_playlist_is_followed_until_it_ends(tmp_path: Path):
    encode(tmp_path / "whole.m4a", Encoded("whole.m4a", "aac"), sine(RATE_HZ, 6))
    segment(tmp_path, "whole.m4a", "mpegts")
    listed = iter((4, 4, 5, 6))

    async def answer(writer: asyncio.StreamWriter, path: str) -> None:
        if path.endswith("m3u8"):
            count = next(listed)
            names = "".join(f"#EXTINF:1,\nlist{number}.ts\n" for number in range(count))
            end = "#EXT-X-ENDLIST\n" if count == 6 else ""
            body = f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n{names}{end}".encode()
        else:
            body = (tmp_path / path[1:]).read_bytes()
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%b" % (len(body), body))
        await writer.drain()

    async with answering(answer) as address, web_sounds() as sounds:
        decoded = await whole(sounds.open(url(f"{address}/list.m3u8")))

    assert abs(len(decoded) - 5 * RATE_HZ) < 100 * MS  # from the third segment before the end on


async def test_the_titles_of_a_radio_station_are_told_and_its_sound_is_whole(tmp_path: Path):
    data = encode(tmp_path / "a.mp3", Encoded("a.mp3", "libmp3lame"), sine(RATE_HZ, 4)).read_bytes()
    interval = 4_096
    titles = iter(
        (b"StreamTitle='One - A';", b"", b"StreamTitle='Two - caf\xe9';StreamUrl='';", b"", b"", b"")
    )

    async def answer(writer: asyncio.StreamWriter, _path: str) -> None:
        writer.write(OK + b"icy-metaint: %d\r\nicy-name: Loopback FM\r\n\r\n" % interval)
        for at in range(0, len(data), interval):
            title = next(titles, b"")
            units = -(-len(title) // 16)
            writer.write(data[at : at + interval] + bytes([units]) + title.ljust(16 * units, b"\0"))
            await writer.drain()

    async with answering(answer) as address, web_sounds() as sounds:
        sound = sounds.open(url(address))
        seen, decoded = [], []
        while sound.ahead or not sound.ended:
            decoded.append(sound.read(960))
            if not seen or seen[-1] != sound.title:
                seen.append(sound.title)
            await asyncio.sleep(0.001)
        sound.close()

    assert "Two - café" in seen
    assert abs(sum(map(len, decoded)) - 4 * RATE_HZ) < 50 * MS
    assert sound.failure is None


async def test_a_playlist_of_a_station_leads_to_its_sound(address: str, tmp_path: Path):
    encode(tmp_path / "a.mp3", Encoded("a.mp3", "libmp3lame"), sine(RATE_HZ, 1))
    (tmp_path / "station.pls").write_text("[playlist]\nNumberOfEntries=1\nFile1=a.m3u\n")
    (tmp_path / "a.m3u").write_text("#EXTM3U\n\na.mp3\n")
    async with web_sounds() as sounds:
        assert abs(len(await whole(sounds.open(url(f"{address}/station.pls")))) - RATE_HZ) <= MS


async def test_what_the_web_answers_instead_of_a_sound_is_told(address: str, tmp_path: Path):
    (tmp_path / "page.html").write_text("<html></html>")
    (tmp_path / "page.mp3").write_text("<html></html>")
    (tmp_path / "large.mp3").write_bytes(bytes(100_000))
    (tmp_path / "self.m3u").write_text("self.m3u")
    (tmp_path / "empty.m3u").write_text("#EXTM3U\n")
    (tmp_path / "secret.m3u8").write_text('#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="k"\n#EXTINF:1,\na.ts\n')

    reasons = {
        name: (await failure(f"{address}/{name}", most_bytes=99_999)).reason
        for name in ("no.mp3", "page.html", "page.mp3", "large.mp3", "self.m3u", "empty.m3u", "secret.m3u8")
    }

    assert reasons == {
        "no.mp3": "URL_STATUS",
        "page.html": "SOUND_UNREADABLE",
        "page.mp3": "SOUND_UNREADABLE",
        "large.mp3": "URL_TOO_LARGE",
        "self.m3u": "PLAYLISTS_NESTED",
        "empty.m3u": "PLAYLIST_EMPTY",
        "secret.m3u8": "HLS_UNSUPPORTED",
    }


async def test_addresses_that_must_not_be_called_are_refused_wherever_they_come_from(tmp_path: Path):
    (tmp_path / "list.m3u8").write_text("#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.2/a.ts\n#EXT-X-ENDLIST\n")
    only = EgressConfig(("127.0.0.1/32",), allow_http=True)

    async def answer(writer: asyncio.StreamWriter, path: str) -> None:
        if path == "/list.m3u8":
            body = (tmp_path / "list.m3u8").read_bytes()
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%b" % (len(body), body))
        else:
            where = path if path == "/again" else "http://127.0.0.2/secret.mp3"
            writer.write(f"HTTP/1.1 302 Found\r\nlocation: {where}\r\ncontent-length: 0\r\n\r\n".encode())
        await writer.drain()

    async with answering(answer) as address:
        reasons = [
            (await failure(given, only)).reason
            for given in (
                "http://127.0.0.2/a.mp3",
                f"{address}/elsewhere",
                f"{address}/again",
                f"{address}/list.m3u8",
                "file:///etc/passwd",
                "http://no-such-host.invalid/a.mp3",
            )
        ]

    assert reasons == [
        "ADDRESS_REFUSED",
        "ADDRESS_REFUSED",
        "TOO_MANY_REDIRECTS",
        "ADDRESS_REFUSED",
        "URL_REFUSED",
        "HOST_UNRESOLVED",
    ]


async def test_what_is_too_slow_or_brings_no_sound_or_never_ends_is_told(tmp_path: Path):
    data = encode(tmp_path / "a.mp3", Encoded("a.mp3", "libmp3lame"), sine(RATE_HZ, 4)).read_bytes()

    async def answer(writer: asyncio.StreamWriter, path: str) -> None:
        writer.write(OK + (b"content-length: %d\r\n\r\n" % len(data) if path == "/broken" else b"\r\n"))
        if path in ("/stalls", "/broken"):
            writer.write(data[: len(data) // 2])
            await writer.drain()
        if path == "/stalls":
            await asyncio.Event().wait()
        while path in ("/garbage", "/endless"):
            writer.write(data if path == "/endless" else bytes(65_536))
            await writer.drain()

    async with answering(answer) as address:
        stalls = await failure(f"{address}/stalls", idle_s=0.3)
        garbage = await failure(f"{address}/garbage", first_sound_s=0.5)
        endless = await failure(f"{address}/endless", most=10 * RATE_HZ)
        async with web_sounds() as sounds:
            broken = sounds.open(url(f"{address}/broken"))
            decoded = await whole(broken)

    assert stalls.reason == "HOST_UNREACHABLE"
    assert garbage.reason in ("SOUND_TOO_SLOW", "SOUND_UNREADABLE")
    assert endless.reason == "SOUND_TOO_LONG"
    assert broken.failure
    assert broken.failure.reason == "HOST_UNREACHABLE"
    assert len(decoded) > RATE_HZ  # what came before is played


async def test_who_closes_a_sound_ends_its_download(tmp_path: Path):
    ended = asyncio.Event()

    async def answer(writer: asyncio.StreamWriter, _path: str) -> None:
        writer.write(OK + b"\r\n")
        try:
            while True:
                writer.write(data)
                await writer.drain()
        except ConnectionError:
            ended.set()

    data = encode(tmp_path / "a.mp3", Encoded("a.mp3", "libmp3lame"), sine(RATE_HZ, 4)).read_bytes()
    async with answering(answer) as address, web_sounds() as sounds:
        sound = sounds.open(url(address))
        await part(sound, RATE_HZ)
        sound.close()
        async with asyncio.timeout(10):
            await ended.wait()


async def test_a_long_file_begins_before_it_is_there(tmp_path: Path):
    noise = np.random.default_rng(1).normal(0, 0.1, 30 * RATE_HZ).astype(np.float32)
    encoded = {
        name: encode(tmp_path / name, Encoded(name, codec), noise).read_bytes()
        for name, codec in (("a.mp3", "libmp3lame"), ("a.flac", "flac"), ("a.ogg", "libvorbis"))
    }
    more = asyncio.Event()

    async def answer(writer: asyncio.StreamWriter, path: str) -> None:
        data = encoded[path[1:]]
        writer.write(OK + b"content-length: %d\r\n\r\n" % len(data))
        writer.write(data[: len(data) // 2])
        await writer.drain()
        await more.wait()
        writer.write(data[len(data) // 2 :])
        await writer.drain()

    async with answering(answer) as address, web_sounds() as sounds:
        opened = [sounds.open(url(f"{address}/{name}")) for name in encoded]
        async with asyncio.timeout(20):
            begun = [len(await part(sound, RATE_HZ)) for sound in opened]
        more.set()
        lengths = [length + len(await whole(sound)) for length, sound in zip(begun, opened, strict=True)]

    assert lengths == pytest.approx([30 * RATE_HZ] * 3, abs=MS)
