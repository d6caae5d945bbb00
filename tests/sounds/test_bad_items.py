"""Items of a player that cannot be played, or not to their end: each is told, and the next one plays."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from odind.core.players.events import EndReason, ItemEnded, ItemFailed, ItemStarted, ItemStuck
from odind.core.players.settings import Item, Placing
from odind.core.players.source import SoundSource, SourceKind
from odind.core.timing.tick import RATE_HZ, TICK_SAMPLES, TICKS_PER_SECOND
from odind.egress import Egress, EgressConfig
from odind.files.writer import create
from odind.sounds.decoders import Decoders
from odind.sounds.feeding import Feeder
from odind.sounds.folders import SoundFolders
from odind.sounds.house import DecodedSounds
from odind.sounds.stored import StoredOpener
from odind.sounds.urls import UrlOpener
from tests.core.players.stage import MUSIC, Stage

from .test_bad_files import write_wav
from .webs import answering

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from pathlib import Path

    from odind.core.players.ports import Sound

NEXT = Item("p-next", SoundSource(SourceKind.TONE, seconds=0.1))
ITSELF = "127.0.0.2"
OK = b"HTTP/1.1 200 OK\r\ncontent-type: audio/mpeg\r\n\r\n"
PAGE = b"<!doctype html><html><body>Not found</body></html>"
PATIENCE = 20.0


class Opened:
    """Opens real sounds, and remembers them."""

    def __init__(self, sounds: DecodedSounds) -> None:
        self.all: list[Sound] = []
        self._sounds = sounds

    def open(self, source: SoundSource, start: int = 0) -> Sound:
        self.all.append(self._sounds.open(source, start))
        return self.all[-1]

    async def check(self, sources: Sequence[SoundSource]) -> None:
        await self._sounds.check(sources)

    def loudness(self, source: SoundSource) -> float | None:
        return self._sounds.loudness(source)


@dataclass
class House:
    """A player of real sounds, a folder of files, and a web server."""

    stage: Stage
    opened: Opened
    folder: Path
    address: str
    called: asyncio.Event

    def play(self, kind: SourceKind, name: str) -> None:
        bad = Item("p-bad", SoundSource(kind, name))
        self.stage.player.change(MUSIC, lambda one: one.enqueue([bad, NEXT], Placing.ADD, None))

    async def hear(self, enough: Callable[[], object]) -> None:
        """Have ticks go by as sounds come, so that none is ever late."""
        async with asyncio.timeout(PATIENCE):
            while not enough():
                if all(sound.ended or sound.ahead >= TICK_SAMPLES for sound in self.opened.all):
                    self.stage.hear(1)
                await asyncio.sleep(0)

    async def hear_all(self) -> None:
        await self.hear(lambda: any(event.item == NEXT for event in self.stage.told(ItemEnded)))


async def answer(writer: asyncio.StreamWriter, path: str) -> None:
    """Answer as the web does on a bad day."""
    match path:
        case "/missing.mp3":
            writer.write(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n")
        case "/page.mp3":
            writer.write(OK + PAGE)
        case "/inside.mp3":
            writer.write(
                b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1/a.mp3\r\ncontent-length: 0\r\n\r\n"
            )
        case "/slow.mp3":
            writer.write(OK)
            await asyncio.Event().wait()
        case "/endless.mp3":
            writer.write(OK)
            while True:
                writer.write(bytes(65_536))
                await writer.drain()
    await writer.drain()


@pytest.fixture
def idle_s() -> float:
    """How long a server may say nothing; tests of slow ones have it as a parameter."""
    return 0.2


@pytest.fixture
async def house(tmp_path: Path, idle_s: float) -> AsyncIterator[House]:
    called = asyncio.Event()

    async def serve(writer: asyncio.StreamWriter, path: str) -> None:
        called.set()
        await answer(writer, path)

    async with (
        answering(serve, ITSELF) as address,
        Egress(EgressConfig((f"{ITSELF}/32",), allow_http=True)) as egress,
        Decoders() as decoders,
        _sounds(tmp_path, egress, decoders, idle_s) as sounds,
    ):
        opened = Opened(sounds)
        house = House(Stage(opened), opened, tmp_path, address, called)
        yield house
        house.stage.player.close()


def _sounds(folder: Path, egress: Egress, decoders: Decoders, idle_s: float) -> DecodedSounds:
    feeder = Feeder(decoders, first_sound_s=0.2, most=1 << 40)
    return DecodedSounds(
        {
            SourceKind.FILE: StoredOpener(SoundFolders((folder,)).open, decoders),
            SourceKind.URL: UrlOpener(egress, feeder, idle_s=idle_s, most_bytes=1 << 40),
        }
    )


def told(stage: Stage) -> list[Any]:
    """What was told of items: names, and why they failed or ended."""
    return [
        (type(event).__name__, event.item.item_id, _why(event))
        for event in stage.told(ItemStarted, ItemFailed, ItemEnded, ItemStuck)
    ]


def _why(event: Any) -> Any:
    return event.failure.reason if isinstance(event, ItemFailed) else getattr(event, "reason", None)


STARTED = ("ItemStarted", "p-bad", None)
NEXT_PLAYED = [("ItemStarted", "p-next", None), ("ItemEnded", "p-next", EndReason.FINISHED)]


def failed(reason: str) -> list[Any]:
    """What is told of the bad item once it has failed."""
    return [("ItemFailed", "p-bad", reason), ("ItemEnded", "p-bad", EndReason.LOAD_FAILED)]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "FILE_NOT_FOUND"),
        (b"", "SOUND_EMPTY"),
        (bytes(range(256)) * 400, "SOUND_UNREADABLE"),
        (PAGE, "SOUND_UNREADABLE"),
    ],
    ids=["no_such_file", "zero_length", "not_a_sound", "html"],
)
async def test_a_bad_file_is_told_and_the_next_item_plays(house: House, content: bytes | None, reason: str):
    if content is not None:
        (house.folder / "bad.mp3").write_bytes(content)
    house.play(SourceKind.FILE, "bad.mp3")
    await house.hear_all()
    assert told(house.stage) == [*failed(reason), *NEXT_PLAYED]


@pytest.mark.parametrize(
    ("path", "reasons"),
    [
        ("{address}/missing.mp3", ("URL_STATUS",)),
        ("{address}/page.mp3", ("SOUND_UNREADABLE",)),
        ("{address}/inside.mp3", ("ADDRESS_REFUSED",)),
        ("{address}/slow.mp3", ("HOST_UNREACHABLE",)),
        ("{address}/endless.mp3", ("SOUND_TOO_SLOW", "SOUND_UNREADABLE")),
        ("http://no-such-host.invalid/a.mp3", ("HOST_UNRESOLVED",)),
    ],
    ids=["404", "html", "redirect_inside", "slow", "endless_without_sound", "no_such_host"],
)
async def test_a_bad_answer_of_the_web_is_told_and_the_next_item_plays(
    house: House, path: str, reasons: tuple[str, ...]
):
    house.play(SourceKind.URL, path.format(address=house.address))
    await house.hear_all()
    assert told(house.stage) in [[*failed(reason), *NEXT_PLAYED] for reason in reasons]


@pytest.mark.parametrize("idle_s", [3_600.0], ids=["patient"])
async def test_a_server_that_says_nothing_is_told_after_a_second_and_given_up_after_fifteen(house: House):
    house.play(SourceKind.URL, f"{house.address}/slow.mp3")
    house.stage.hear(1)
    await house.called.wait()
    house.stage.hear(TICKS_PER_SECOND - 1)
    assert told(house.stage) == [("ItemStuck", "p-bad", None)]
    house.stage.hear(15 * TICKS_PER_SECOND)
    assert told(house.stage)[1:] == [*failed("SOUND_STUCK"), *NEXT_PLAYED]


async def test_a_file_that_was_cut_plays_as_far_as_it_goes_and_then_the_next(house: House):
    path = house.folder / "cut.flac"
    writer = create(path, RATE_HZ, 2)
    writer.write(os.urandom(4 * RATE_HZ))  # a second that no coder makes smaller
    writer.close()
    os.truncate(path, path.stat().st_size // 2)
    house.play(SourceKind.FILE, "cut.flac")
    await house.hear_all()
    assert told(house.stage) == [STARTED, *failed("SOUND_TRUNCATED"), *NEXT_PLAYED]
    (ended,) = [event for event in house.stage.told(ItemEnded) if event.item != NEXT]
    assert 0.3 < ended.played_s < 0.7


async def test_a_file_that_is_replaced_while_it_plays_goes_on_to_its_end(house: House):
    await _begin(house)
    write_wav(house.folder / "other.wav", 5, 880).replace(house.folder / "sound.wav")
    await house.hear_all()
    finished = ("ItemEnded", "p-bad", EndReason.FINISHED)
    assert told(house.stage) == [STARTED, finished, *NEXT_PLAYED]
    assert house.stage.told(ItemEnded)[0].played_s == pytest.approx(20)


async def test_a_file_that_is_overwritten_while_it_plays_is_told_and_the_next_item_plays(house: House):
    path = await _begin(house)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 4])
    await house.hear_all()
    assert told(house.stage) == [STARTED, *failed("SOUND_CHANGED"), *NEXT_PLAYED]


async def _begin(house: House) -> Path:
    """Play a file of 20 s until it is heard."""
    path = write_wav(house.folder / "sound.wav", 20)
    house.play(SourceKind.FILE, "sound.wav")
    await house.hear(lambda: house.stage.told(ItemStarted))
    return path
