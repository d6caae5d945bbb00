"""Players: sounds that the daemon opens, queues and plays on a connection."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

import grpc
from google.protobuf.duration_pb2 import Duration
from google.protobuf.field_mask_pb2 import FieldMask

from odind.core.timing.tasks import together
from odind.v1 import players_pb2

from .failures import raised_again

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Iterator

    from grpc.aio import StreamUnaryCall

    from odind.v1.players_pb2_grpc import PlayerServiceAsyncStub

    from .asking import Ask
    from .watch import EventWatch

    Sound: TypeAlias = str | Path | players_pb2.SoundSource | players_pb2.PlayerItem
    Lane: TypeAlias = players_pb2.PlayerLane.ValueType

_MUSIC: Final = players_pb2.PLAYER_LANE_MUSIC
_NANOS: Final = 10**9
_TONE: Final = re.compile(r"tone:[0-9]+(\.[0-9]+)?")


def sound_source(name: str | Path) -> players_pb2.SoundSource:
    """Return where a sound comes from, by its name.

    `https://…` and `http://…` are addresses, `sound:ID` an uploaded sound, `tone:HERTZ` a sine,
    `silence:SECONDS` silence; anything else is a file. One that is there from here, too, is named in full.
    """
    kind, _, rest = str(name).partition(":")
    if isinstance(name, str) and kind in ("http", "https"):
        return players_pb2.SoundSource(url=name)
    if isinstance(name, str) and kind == "sound":
        return players_pb2.SoundSource(sound_id=rest)
    if isinstance(name, str) and kind == "tone":
        return players_pb2.SoundSource(tone=players_pb2.Tone(frequency_hz=float(rest)))
    if isinstance(name, str) and kind == "silence":
        return players_pb2.SoundSource(silence=seconds_of(float(rest)))
    path = Path(name)
    return players_pb2.SoundSource(file=str(path.absolute() if path.exists() else path))


def notice_of(notice: str | players_pb2.SoundSource) -> players_pb2.SoundSource:
    """Return a notice: a text that is spoken, or a tone as `tone:880`."""
    if isinstance(notice, players_pb2.SoundSource):
        return notice
    if _TONE.fullmatch(notice):
        return sound_source(notice)
    return players_pb2.SoundSource(speech=players_pb2.Speech(text=notice))


def seconds_of(seconds: float) -> Duration:
    """Return seconds as a Duration."""
    whole, nanos = divmod(round(seconds * _NANOS), _NANOS)
    return Duration(seconds=whole, nanos=nanos)


def item_of(sound: Sound) -> players_pb2.PlayerItem:
    """Return the item that plays a sound."""
    if isinstance(sound, players_pb2.PlayerItem):
        return sound
    source = sound if isinstance(sound, players_pb2.SoundSource) else sound_source(sound)
    return players_pb2.PlayerItem(source=source)


class Player:
    """One lane of the player of a connection. Each call raises what its RPC's comment in proto/ lists.

    `lane` returns the others: `connection.player.lane(PLAYER_LANE_ANNOUNCEMENT)`.
    """

    def __init__(
        self,
        stub: PlayerServiceAsyncStub,
        ask: Ask,
        connection_id: str,
        watch: Callable[[], EventWatch],
        target: str,
        *,
        lane: Lane = _MUSIC,
    ) -> None:
        self._stub = stub
        self._ask = ask
        self._connection_id = connection_id
        self._watch = watch
        self._target = target
        self._lane = lane

    def lane(self, lane: Lane) -> Player:
        """Return another lane of the same player."""
        return Player(self._stub, self._ask, self._connection_id, self._watch, self._target, lane=lane)

    async def get(self) -> players_pb2.PlayerLaneStatus:
        """Return what the lane plays, and how."""
        request = players_pb2.GetPlayerRequest(connection_id=self._connection_id)
        player = (await self._ask(self._stub.GetPlayer, request)).player
        return next(lane for lane in player.lanes if lane.lane == self._lane)

    async def play(
        self,
        *sounds: Sound,
        placing: players_pb2.Placing.ValueType = players_pb2.PLACING_PLAY,
        expected_revision: int | None = None,
    ) -> list[str]:
        """Play sounds now, or where `placing` says; return the ids of their items.

        A sound is a file of the daemon's folders, an address, `tone:440`, a SoundSource or a PlayerItem.
        """
        request = players_pb2.EnqueueRequest(
            connection_id=self._connection_id,
            lane=self._lane,
            placing=placing,
            items=map(item_of, sounds),
            expected_revision=expected_revision,
        )
        return list((await self._ask(self._stub.Enqueue, request)).item_ids)

    async def play_stream(
        self,
        pieces: AsyncIterable[bytes] | Iterable[bytes],
        *,
        item: players_pb2.PlayerItem | None = None,
        placing: players_pb2.Placing.ValueType = players_pb2.PLACING_PLAY,
    ) -> players_pb2.PlayStreamResponse:
        """Play a file of any format that comes in pieces of at most 1 MiB, and return what became of it.

        Pieces are asked for as they are played; those of an iterable that may block, such as a file's, in a
        thread. `item` may have a title, a gain and fades, and no source. Cancelled, the call ends the item.
        """
        config = players_pb2.PlayStreamConfig(
            connection_id=self._connection_id, lane=self._lane, placing=placing, item=item
        )
        with raised_again(self._target):
            call = self._stub.PlayStream()  # type: ignore[call-arg] # the stubs miss its default
            async with together() as tasks:
                sending = tasks.create_task(_send(call, config, pieces))
                answer = await call
                sending.cancel()
            return answer

    async def say(
        self,
        text: str,
        *,
        voice: str = "",
        language: str = "",
        placing: players_pb2.Placing.ValueType = players_pb2.PLACING_ADD,
        interruptible: bool = True,
    ) -> players_pb2.SayResponse:
        """Say a text, and return what was said of it once that is over; cancelled, it ends the speech.

        Unless it is `interruptible`, peers who speak do not interrupt it, whatever the lane's rule.
        """
        request = players_pb2.SayRequest(
            connection_id=self._connection_id,
            speech=players_pb2.Speech(text=text, voice=voice, language=language),
            lane=self._lane,
            placing=placing,
            interruptible=interruptible,
        )
        return await self._ask(self._stub.Say, request)

    async def add(self, *sounds: Sound) -> list[str]:
        """Play sounds after all others; return the ids of their items."""
        return await self.play(*sounds, placing=players_pb2.PLACING_ADD)

    async def update(
        self, settings: players_pb2.PlayerLaneSettings, *paths: str
    ) -> players_pb2.PlayerLaneStatus:
        """Change the settings that `paths` name, by default all that are not their zero."""
        named = paths or [field.name for field, _ in settings.ListFields()]
        request = players_pb2.UpdatePlayerRequest(
            connection_id=self._connection_id,
            lane=self._lane,
            settings=settings,
            update_mask=FieldMask(paths=named),
        )
        return (await self._ask(self._stub.UpdatePlayer, request)).lane

    async def pause(self) -> players_pb2.PlayerLaneStatus:
        """Stop where it is."""
        return await self.update(players_pb2.PlayerLaneSettings(paused=True))

    async def resume(self) -> players_pb2.PlayerLaneStatus:
        """Go on."""
        return await self.update(players_pb2.PlayerLaneSettings(), "paused")

    async def seek(self, seconds: float) -> players_pb2.PlayerLaneStatus:
        """Go on at another position of the sound that plays."""
        return await self.update(players_pb2.PlayerLaneSettings(position=seconds_of(seconds)), "position")

    async def set_volume(self, volume_db: float) -> players_pb2.PlayerLaneStatus:
        """Play louder or quieter, -100 to 24 dB."""
        return await self.update(players_pb2.PlayerLaneSettings(volume_db=volume_db), "volume_db")

    async def skip(self, item_id: str = "") -> players_pb2.PlayerLaneStatus:
        """Go on with the next item, or with the one that is named."""
        request = players_pb2.SkipRequest(connection_id=self._connection_id, lane=self._lane, item_id=item_id)
        return (await self._ask(self._stub.Skip, request)).lane

    async def remove(
        self, *item_ids: str, expected_revision: int | None = None
    ) -> players_pb2.PlayerLaneStatus:
        """Take items out of the queue."""
        request = players_pb2.RemoveItemsRequest(
            connection_id=self._connection_id,
            lane=self._lane,
            item_ids=item_ids,
            expected_revision=expected_revision,
        )
        return (await self._ask(self._stub.RemoveItems, request)).lane

    async def move(
        self, item_id: str, before_item_id: str = "", *, expected_revision: int | None = None
    ) -> players_pb2.PlayerLaneStatus:
        """Put an item before another one, or at the end of the queue."""
        request = players_pb2.MoveItemRequest(
            connection_id=self._connection_id,
            lane=self._lane,
            item_id=item_id,
            before_item_id=before_item_id,
            expected_revision=expected_revision,
        )
        return (await self._ask(self._stub.MoveItem, request)).lane

    async def shuffle(self, seed: int | None = None) -> players_pb2.PlayerLaneStatus:
        """Put what follows into another order; the same seed makes the same one."""
        request = players_pb2.ShuffleQueueRequest(
            connection_id=self._connection_id, lane=self._lane, seed=seed
        )
        return (await self._ask(self._stub.ShuffleQueue, request)).lane

    async def clear(self) -> players_pb2.PlayerLaneStatus:
        """Stop, and drop the queue."""
        request = players_pb2.ClearQueueRequest(connection_id=self._connection_id, lane=self._lane)
        return (await self._ask(self._stub.ClearQueue, request)).lane

    async def give_way(self, rule: players_pb2.BargeIn | None) -> players_pb2.PlayerLaneStatus:
        """Pause or get lower when peers speak, None never; the event `barge_in_started` tells when."""
        return await self.update(players_pb2.PlayerLaneSettings(barge_in=rule), "barge_in")

    async def answer_barge_in(self, *, confirm: bool) -> players_pb2.PlayerLaneStatus:
        """Say whether the speech to which the lane gives way is an interruption, which drops its queue."""
        request = players_pb2.AnswerBargeInRequest(
            connection_id=self._connection_id, lane=self._lane, confirm=confirm
        )
        return (await self._ask(self._stub.AnswerBargeIn, request)).lane

    async def finished(self) -> None:
        """Wait until there is nothing to play any more, or the connection is over."""
        watch = self._watch()
        try:
            async for _ in watch:
                if not (await self.get()).items:
                    return
        finally:
            watch.close()


async def _send(
    call: StreamUnaryCall[players_pb2.PlayStreamRequest, players_pb2.PlayStreamResponse],
    config: players_pb2.PlayStreamConfig,
    pieces: AsyncIterable[bytes] | Iterable[bytes],
) -> None:
    """Send a file as fast as it is taken, until the call is over, whose answer says why."""
    with suppress(grpc.aio.AioRpcError, asyncio.InvalidStateError):
        await call.write(players_pb2.PlayStreamRequest(config=config))
        async for piece in pieces if isinstance(pieces, AsyncIterable) else _read(iter(pieces)):
            await call.write(players_pb2.PlayStreamRequest(data=piece))
        await call.done_writing()


async def _read(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
        yield piece
