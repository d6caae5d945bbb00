"""A service that nobody has thought of yet: what it takes to have it over workers, and what it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import grpc
import pytest
from google.protobuf import descriptor_pb2, descriptor_pool
from google.protobuf.message_factory import GetMessageClass

from odind.core.rooms.actions import Action
from odind.core.values.portable import portable
from odind.services.catalog import Service
from tests.rpc.cases import error_info

from .bench import open_front_bench, until

if TYPE_CHECKING:
    from pathlib import Path

    from odind.core.plane import ControlPlane
    from odind.core.rooms.local import LocalHost

PACKAGE = "odind.test"


def _described() -> Any:
    """The proto of the new service, as protoc would make it."""
    file = descriptor_pb2.FileDescriptorProto(name="odind/test/count.proto", package=PACKAGE, syntax="proto3")
    text, number = (
        descriptor_pb2.FieldDescriptorProto.Type.Value(f"TYPE_{one}") for one in ("STRING", "UINT32")
    )
    file.message_type.add(name="CountPeersRequest").field.add(
        name="connection_id", number=1, type=text, label=1
    )
    file.message_type.add(name="CountPeersResponse").field.add(name="peers", number=1, type=number, label=1)
    file.service.add(name="CountService").method.add(
        name="CountPeers",
        input_type=f"{PACKAGE}.CountPeersRequest",
        output_type=f"{PACKAGE}.CountPeersResponse",
    )
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return pool.FindServiceByName(f"{PACKAGE}.CountService")


SERVICE = _described()
METHOD = SERVICE.methods_by_name["CountPeers"]


@portable
class PeerCount:
    """How many there are."""

    peers: int


@portable
class CountPeers(Action[PeerCount]):
    """Count the peers of a connection where it is held."""

    connection_id: str


class CountServicer:
    """Unpack, one action, pack: as every servicer."""

    def __init__(self, plane: ControlPlane) -> None:
        self._registry = plane.registry

    async def CountPeers(self, request: Any, _call: Any) -> Any:  # noqa: N802 - named as its RPC
        count = await self._registry.perform(request.connection_id, CountPeers(request.connection_id))
        return GetMessageClass(METHOD.output_type)(peers=count.peers)


def count_peers(host: LocalHost) -> None:
    async def count(action: CountPeers) -> PeerCount:
        return PeerCount(len(host.find(action.connection_id).state.present))

    host.handle({CountPeers: count})


async def ask(channel: grpc.aio.Channel, connection_id: str) -> int:
    call = channel.unary_unary(
        f"/{SERVICE.full_name}/{METHOD.name}",
        request_serializer=GetMessageClass(METHOD.input_type).SerializeToString,
        response_deserializer=GetMessageClass(METHOD.output_type).FromString,
    )
    peers: int = (await call(GetMessageClass(METHOD.input_type)(connection_id=connection_id))).peers
    return peers


async def test_a_new_service_works_over_workers_without_a_line_there(tmp_path: Path) -> None:
    async with open_front_bench(
        tmp_path,
        extend=count_peers,
        more_services=lambda plane: (Service(SERVICE, CountServicer(plane)),),
    ) as bench:
        one, two = await bench.join_id("one"), await bench.join_id("two")
        assert bench.worker_of(one) != bench.worker_of(two)
        assert [await ask(bench.channel, connection_id) for connection_id in (one, two)] == [1, 1]
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await ask(bench.channel, "c0")
        assert error_info(caught.value).reason == "CONNECTION_NOT_FOUND"
        bench.runtime.hold_joins()
        bench.crash(bench.worker_of(one))
        await until(lambda: bench.plane.registry.find(one).away)
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await ask(bench.channel, one)
        assert error_info(caught.value).reason == "WORKER_LOST"
