"""PlayerService on core's players."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.core.players.library import require_seen
from odind.pack.players import (
    pack_lane,
    pack_player,
    pack_said,
    pack_streamed,
    unpack_changes,
    unpack_items,
    unpack_lane,
    unpack_placing,
    unpack_speech,
    unpack_streamed,
)
from odind.v1 import players_pb2

from .audio import config_expected
from .sounds import pieces_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from odind.core.access.principal import Principal
    from odind.core.rooms.playing import Players
    from odind.core.rooms.saying import Speech
    from odind.core.rooms.streaming import Streaming

    from .calls import Call

    Check = Callable[[Principal, str], None]
    Requests = AsyncIterator[players_pb2.PlayStreamRequest]


class PlayerServicer:
    """One use case a method. `check` raises an error unless a principal may use a connection."""

    def __init__(self, players: Players, speech: Speech, streaming: Streaming, check: Check) -> None:
        self._players = players
        self._speech = speech
        self._streaming = streaming
        self._check = check

    async def Enqueue(self, request: players_pb2.EnqueueRequest, call: Call) -> players_pb2.EnqueueResponse:
        """Put items into a lane."""
        lane, items = unpack_lane(request.lane), unpack_items(request.items)
        require_seen((item.source for item in items), call.caller.principal)
        player, item_ids = await self._players.enqueue(
            request.connection_id,
            lane,
            items,
            unpack_placing(request.placing),
            _expected(request),
        )
        return players_pb2.EnqueueResponse(lane=pack_lane(player.lane(lane)), item_ids=item_ids)

    async def Say(self, request: players_pb2.SayRequest, call: Call) -> players_pb2.SayResponse:
        """Say a text."""
        said = await self._speech.play(
            request.connection_id,
            unpack_speech(request),
            unpack_lane(request.lane or players_pb2.PLAYER_LANE_ANNOUNCEMENT),
            unpack_placing(request.placing),
        )
        return pack_said(said)

    async def PlayStream(self, request_iterator: Requests, call: Call) -> None:
        """Play a file while it is sent."""
        config = await _first_config(request_iterator)
        self._check(call.caller.principal, config.connection_id)
        said = await self._streaming.play(
            config.connection_id,
            unpack_streamed(config.item),
            unpack_lane(config.lane),
            unpack_placing(config.placing),
            pieces_of(request_iterator),
        )
        await call.write(pack_streamed(said))

    async def UpdatePlayer(
        self, request: players_pb2.UpdatePlayerRequest, call: Call
    ) -> players_pb2.UpdatePlayerResponse:
        """Change a lane."""
        lane = unpack_lane(request.lane)
        changes = unpack_changes(request.settings, request.update_mask.paths)
        player = await self._players.update(request.connection_id, lane, changes)
        return players_pb2.UpdatePlayerResponse(lane=pack_lane(player.lane(lane)))

    async def Skip(self, request: players_pb2.SkipRequest, call: Call) -> players_pb2.SkipResponse:
        """Go on with another item."""
        lane = unpack_lane(request.lane)
        player = await self._players.skip(request.connection_id, lane, request.item_id)
        return players_pb2.SkipResponse(lane=pack_lane(player.lane(lane)))

    async def RemoveItems(
        self, request: players_pb2.RemoveItemsRequest, call: Call
    ) -> players_pb2.RemoveItemsResponse:
        """Take items out."""
        lane = unpack_lane(request.lane)
        player = await self._players.remove(request.connection_id, lane, request.item_ids, _expected(request))
        return players_pb2.RemoveItemsResponse(lane=pack_lane(player.lane(lane)))

    async def MoveItem(
        self, request: players_pb2.MoveItemRequest, call: Call
    ) -> players_pb2.MoveItemResponse:
        """Put an item elsewhere."""
        lane = unpack_lane(request.lane)
        player = await self._players.move(
            request.connection_id, lane, request.item_id, request.before_item_id, _expected(request)
        )
        return players_pb2.MoveItemResponse(lane=pack_lane(player.lane(lane)))

    async def ClearQueue(
        self, request: players_pb2.ClearQueueRequest, call: Call
    ) -> players_pb2.ClearQueueResponse:
        """Drop a queue."""
        lane = unpack_lane(request.lane)
        player = await self._players.clear(request.connection_id, lane)
        return players_pb2.ClearQueueResponse(lane=pack_lane(player.lane(lane)))

    async def ShuffleQueue(
        self, request: players_pb2.ShuffleQueueRequest, call: Call
    ) -> players_pb2.ShuffleQueueResponse:
        """Put a queue into another order."""
        lane = unpack_lane(request.lane)
        seed = request.seed if request.HasField("seed") else None
        player = await self._players.shuffle(request.connection_id, lane, seed)
        return players_pb2.ShuffleQueueResponse(lane=pack_lane(player.lane(lane)))

    async def AnswerBargeIn(
        self, request: players_pb2.AnswerBargeInRequest, call: Call
    ) -> players_pb2.AnswerBargeInResponse:
        """Decide what a barge-in was."""
        lane = unpack_lane(request.lane)
        player = await self._players.answer(request.connection_id, lane, confirm=request.confirm)
        return players_pb2.AnswerBargeInResponse(lane=pack_lane(player.lane(lane)))

    async def GetPlayer(
        self, request: players_pb2.GetPlayerRequest, call: Call
    ) -> players_pb2.GetPlayerResponse:
        """Return a player."""
        return players_pb2.GetPlayerResponse(
            player=pack_player(await self._players.get(request.connection_id))
        )


async def _first_config(requests: Requests) -> players_pb2.PlayStreamConfig:
    first = await anext(requests, None)
    if first is None or not first.HasField("config"):
        raise config_expected()
    return first.config


def _expected(
    request: players_pb2.EnqueueRequest | players_pb2.RemoveItemsRequest | players_pb2.MoveItemRequest,
) -> int | None:
    return request.expected_revision if request.HasField("expected_revision") else None
