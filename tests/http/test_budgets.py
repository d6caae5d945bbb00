"""What one caller takes over HTTP is counted as over gRPC."""

from __future__ import annotations

import asyncio
import json
from contextlib import AsyncExitStack

from odind.core.bounds.limits import Limits

from .bench import ROOMS, AudioClient, envelopes, error_info, open_bench


async def test_watches_over_http_are_counted_and_free_again():
    async with open_bench(limits=Limits(max_watchers=1)) as bench, bench.watch() as first:
        await anext(envelopes(first))
        async with bench.watch() as second:
            (_, ending), *_ = [part async for part in envelopes(second)]
        assert error_info(json.loads(ending)["error"]).reason == "TOO_MANY_WATCHERS"


async def test_a_body_that_does_not_come_is_not_waited_for():
    async with open_bench(limits=Limits(first_message_ms=50)) as bench:
        reader, writer = await asyncio.open_connection("127.0.0.1", bench.port)
        writer.write(
            f"POST /{ROOMS}/ListConnections HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            "Content-Length: 2\r\n\r\n".encode()
        )
        answer = await reader.readuntil(b"}]}")
        writer.close()
        assert answer.startswith(b"HTTP/1.1 503")
        assert error_info(json.loads(answer.partition(b"\r\n\r\n")[2])).reason == "FIRST_MESSAGE_LATE"


async def test_a_socket_that_says_nothing_is_closed():
    async with open_bench(limits=Limits(first_message_ms=50)) as bench, bench.socket() as socket:
        error, code = await AudioClient(socket).until_closed()
        assert (error["error"]["reason"], code) == ("FIRST_MESSAGE_LATE", 4014)


async def test_sockets_are_audio_calls():
    async with open_bench(limits=Limits(max_audio_streams=1)) as bench, AsyncExitStack() as stack:
        first = AudioClient(await stack.enter_async_context(bench.socket()))
        await first.attach(await bench.join(), send={})
        second = AudioClient(await stack.enter_async_context(bench.socket()))
        await second.say({"connectionId": "c1", "send": {}})
        error, code = await second.until_closed()
        assert (error["error"]["reason"], code) == ("TOO_MANY_STREAMS", 4008)
