"""What callers have set on a connection, so that it can be set again in another worker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from odind.v1 import audio_pb2, processing_pb2, rooms_pb2, space_pb2

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from google.protobuf.descriptor import MethodDescriptor

_PROCESSING: Final = processing_pb2.DESCRIPTOR.services_by_name["ProcessingService"].methods_by_name
_SPACE: Final = space_pb2.DESCRIPTOR.services_by_name["SpaceService"].methods_by_name
_AUDIO: Final = audio_pb2.DESCRIPTOR.services_by_name["AudioService"].methods_by_name


@dataclass
class Memory:
    """The last settings of a connection, as answers of calls that changed them said; None: never changed."""

    processing: processing_pb2.Processing | None = None
    space: space_pb2.Space | None = None
    listening: audio_pb2.UpdateListeningResponse | None = None
    masks_set: bool = False

    @classmethod
    def of_join(cls, request: rooms_pb2.JoinRoomRequest) -> Memory:
        """Begin with what a join has set."""
        if not request.positions and not request.HasField("position_scale"):
            return cls()
        scale = request.position_scale if request.HasField("position_scale") else 1.0
        return cls(space=space_pb2.Space(position_scale=scale, positions=request.positions))

    def learn(self, method: MethodDescriptor, answer: Any) -> None:
        """Take what a successful call has set."""
        if method in _LEARN:
            _LEARN[method](self, answer)

    def place(self, request: rooms_pb2.JoinRoomRequest) -> None:
        """Have a join begin where the connection was."""
        if self.space is not None:
            del request.positions[:]
            request.positions.extend(self.space.positions)
            request.position_scale = self.space.position_scale

    def calls(self, connection_id: str, present: Collection[int]) -> Iterator[tuple[MethodDescriptor, Any]]:
        """Yield the calls that set everything again; of peers that are no longer present nothing is kept."""
        if self.processing is not None:
            yield (
                _PROCESSING["SetProcessing"],
                processing_pb2.SetProcessingRequest(connection_id=connection_id, processing=self.processing),
            )
        if self.masks_set:
            yield _SPACE["SetChannelMasks"], self._masks(connection_id, present)
        if self.listening is not None:
            peers = [peer for peer in self.listening.peers if peer.peer_id in present]
            yield (
                _AUDIO["UpdateListening"],
                audio_pb2.UpdateListeningRequest(
                    connection_id=connection_id, deafened=self.listening.deafened, peers=peers
                ),
            )

    def _masks(self, connection_id: str, present: Collection[int]) -> space_pb2.SetChannelMasksRequest:
        space = self.space or space_pb2.Space()
        return space_pb2.SetChannelMasksRequest(
            connection_id=connection_id,
            default_mask=space.default_mask,
            masks=[mask for mask in space.masks if mask.peer_id in present],
            reset=True,
        )


def _processing(memory: Memory, answer: processing_pb2.SetProcessingResponse) -> None:
    memory.processing = answer.processing


def _space(memory: Memory, answer: space_pb2.SetPositionsResponse) -> None:
    memory.space = answer.space


def _masks(memory: Memory, answer: space_pb2.SetChannelMasksResponse) -> None:
    memory.space = answer.space
    memory.masks_set = True


def _listening(memory: Memory, answer: audio_pb2.UpdateListeningResponse) -> None:
    memory.listening = answer


_LEARN: Final[dict[MethodDescriptor, Callable[[Memory, Any], None]]] = {
    _PROCESSING["SetProcessing"]: _processing,
    _SPACE["SetPositions"]: _space,
    _SPACE["ClearPositions"]: _space,
    _SPACE["SetChannelMasks"]: _masks,
    _AUDIO["UpdateListening"]: _listening,
}
