"""Two programs talk through odind: a daemon and two clients, each a process of its own, on this machine.

    python examples/demo.py

The daemon runs its embedded grid, so no account is needed. One client speaks a clip into a room, the other
records the room and compares what it heard with the clip.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from sound import Signal, compare_in_pieces, level_dbfs, read_wav, write_wav

from odind.client import (
    S16LE,
    AudioFormat,
    AudioStream,
    Connection,
    Daemon,
    Event,
    EventWatch,
    Json,
    MessageReceived,
    Peer,
    PeerChanged,
    PeerJoined,
    Snapshot,
    connect,
    read_payload,
)
from odind.core.errors import UnavailableError

CLIP = Path(__file__).with_name("speech.wav")
ROOM = "demo"
RATE = 48_000
CHUNK = RATE // 50
FORMAT = AudioFormat(sample_rate_hz=RATE, channels=1, sample_format=S16LE)
TALKING = Json({"role": "talker"})
LISTENING = Json({"role": "listener", "ready": True})
GOODBYE = bytes(range(256))
AHEAD = 0.2
MIN_CORRELATION = 0.9
PIECE = 10 * CHUNK
REACH = RATE // 2


# The client that listens


async def listen(target: str, wav: Path) -> dict[str, Any]:
    """Record the room until the talker says goodbye; return what was heard, and when."""
    heard: list[tuple[float, bytes]] = []
    async with connect(target) as daemon:
        connection = await daemon.join_room(ROOM, user_id="listener")
        async with connection.listen(FORMAT) as listener, asyncio.TaskGroup() as tasks:
            recording = tasks.create_task(_record(listener, heard))
            await connection.update_user_data(LISTENING)
            report = await _wait_for_goodbye(connection)
            recording.cancel()
        await connection.leave()
    write_wav(wav, b"".join(samples for _, samples in heard), RATE)
    return report | {"arrivals": [arrived for arrived, _ in heard]}


async def _record(listener: AudioStream, heard: list[tuple[float, bytes]]) -> None:
    async for frames in listener:
        heard.extend((time.monotonic(), frame.pcm) for frame in frames.frames)


async def _wait_for_goodbye(connection: Connection) -> dict[str, Any]:
    watch = connection.watch_events()
    talker = await _peer_with(watch, TALKING)
    async for event in watch:
        if isinstance(event, Event) and isinstance(event.kind, MessageReceived):
            message = read_payload(event.kind.message)
            await connection.send_message(message, peer_ids=[talker.peer_id])
            return {"peer": talker.user_id, "message_intact": message == GOODBYE}
    raise UnavailableError("DEMO_FAILED", "the connection ended before the talker said goodbye")


async def _peer_with(watch: EventWatch, user_data: Json) -> Peer:
    """Wait until a peer with this user data is in the room."""
    async for item in watch:
        match item:
            case Snapshot(connections=connections):
                peers = [peer for connection in connections for peer in connection.peers]
            case Event(PeerJoined(peer=peer) | PeerChanged(peer=peer)):
                peers = [peer]
            case _:
                continue
        for peer in peers:
            if read_payload(peer.user_data) == user_data:
                return peer
    raise UnavailableError("DEMO_FAILED", "the connection ended before the other client was there")


# The client that talks


async def talk(target: str) -> dict[str, Any]:
    """Speak the clip at the pace of a microphone, say goodbye, wait for the answer; return when we spoke."""
    pcm = np.rint(read_wav(CLIP)[0] * 32_768).astype("<i2").tobytes()
    async with connect(target) as daemon:
        connection = await daemon.join_room(ROOM, user_id="talker", user_data=TALKING)
        watch = connection.watch_events()
        listener = await _peer_with(watch, LISTENING)
        async with connection.speak(FORMAT) as speaker:
            sent = await _speak(speaker, pcm)
            drained = await speaker.drain()
        echoed = await _say_goodbye(connection, watch)
        await connection.leave()
    return {
        "peer": listener.user_id,
        "sent": sent,
        "underruns": drained.underruns,
        "message_intact": echoed == GOODBYE,
    }


async def _speak(speaker: AudioStream, pcm: bytes) -> list[float]:
    """Send chunks of 20 ms at their pace, but a little ahead, so that a busy machine tears no hole."""
    started = time.monotonic()
    sent: list[float] = []
    for number, start in enumerate(range(0, len(pcm), CHUNK * 2)):
        await asyncio.sleep(max(0.0, started + number * 0.02 - AHEAD - time.monotonic()))
        await speaker.write(pcm[start : start + CHUNK * 2])
        sent.append(time.monotonic())
    return sent


async def _say_goodbye(connection: Connection, watch: EventWatch) -> object:
    await connection.send_message(GOODBYE)
    async for event in watch:
        if isinstance(event, Event) and isinstance(event.kind, MessageReceived):
            return read_payload(event.kind.message)
    return None


# The demonstration


async def demonstrate() -> int:
    """Start everything, let it end by itself, print a report; return the exit code."""
    recording = Path("build/demo/heard.wav").resolve()
    recording.parent.mkdir(parents=True, exist_ok=True)
    print("odind demo: a daemon with its embedded grid, and two clients")
    with tempfile.TemporaryDirectory(prefix="odind-") as folder:
        target = f"unix:{folder}/odind.sock"
        daemon = await asyncio.create_subprocess_exec(
            Path(sys.executable).with_name("odind"),
            *("serve", "--socket", f"{folder}/odind.sock", "--listen", "", "--http", ""),
            *("--state", folder, "--log-level", "warning"),
            process_group=0,  # Ctrl-C is for the demo alone, which ends it
        )
        try:
            print(f"  daemon     {await _ready(target)}")
            heard, spoken = await _converse(target, recording)
        finally:
            daemon.terminate()
            code = await daemon.wait()
    return _report(heard, spoken, recording, code)


async def _ready(target: str) -> str:
    async with asyncio.timeout(30), connect(target) as daemon:
        info = await _answer(daemon)
    return f"odind {info.version} on {info.runtime.name} {info.runtime.version}, gateway {info.gateway}"


async def _answer(daemon: Daemon) -> Any:
    while True:
        try:
            return await daemon.info()
        except UnavailableError:
            await asyncio.sleep(0.1)


async def _converse(target: str, wav: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    async with asyncio.timeout(60), asyncio.TaskGroup() as tasks:
        listening = tasks.create_task(_client("listen", target, str(wav)))
        talking = tasks.create_task(_client("talk", target))
    return listening.result(), talking.result()


async def _client(*arguments: str) -> dict[str, Any]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, __file__, *arguments, stdout=asyncio.subprocess.PIPE, process_group=0
    )
    try:
        output, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
    if process.returncode:
        raise UnavailableError(
            "DEMO_FAILED", "a client failed with exit code {code}", code=process.returncode
        )
    return dict(json.loads(output))


def _report(heard: dict[str, Any], spoken: dict[str, Any], wav: Path, daemon_code: int) -> int:
    clip, recording = read_wav(CLIP)[0], read_wav(wav)[0]
    correlation, lag = _likeness(clip, recording)
    voice = recording[lag : lag + len(clip)]
    delays = [
        heard["arrivals"][(number * CHUNK + lag) // CHUNK] - moment
        for number, moment in enumerate(spoken["sent"])
        if (number * CHUNK + lag) // CHUNK < len(heard["arrivals"])
    ]
    checks = {
        "correlation": correlation >= MIN_CORRELATION,
        "message": heard["message_intact"] and spoken["message_intact"],
        "daemon's exit": daemon_code == 0,
    }
    print(f"  joined     two clients: one saw {heard['peer']} ({TALKING.text}) come,")
    print(f"             the other {spoken['peer']} ({LISTENING.text})")
    print(
        f"  message    {len(GOODBYE)} bytes there and back, {'identical' if checks['message'] else 'CHANGED'}"
    )
    print(f"  received   {len(heard['arrivals'])} frames of 20 ms, {spoken['underruns']} underruns")
    print(f"  level      {level_dbfs(clip):.1f} dBFS spoken, {level_dbfs(voice):.1f} dBFS heard")
    print(f"  alike      correlation {correlation:.3f}, each {PIECE * 1000 // RATE} ms aligned")
    print(f"  delay      {1000 * float(np.median(delays)):.0f} ms from chunk sent to frame received, median;")
    print(f"             {1000 * AHEAD:.0f} ms of that because it is sent ahead of its time")
    print(f"  recording  {wav}")
    failed = [name for name, passed in checks.items() if not passed]
    print(f"  FAILED     {', '.join(failed)}" if failed else "  all is well")
    if "correlation" in failed:
        print(f"             {load_told(os.getloadavg()[0], os.cpu_count() or 1)}")
    return 1 if failed else 0


def _likeness(clip: Signal, recording: Signal) -> tuple[float, int]:
    """Return how alike they are, loud pieces counting more than quiet ones, and the usual delay in samples.

    A machine that is busy now and then makes a gap, after which everything is heard later.
    """
    pieces = compare_in_pieces(clip, recording, PIECE, REACH)
    energies = [float(np.sum(clip[start : start + PIECE] ** 2)) for start in range(0, len(clip), PIECE)]
    correlation = np.average([piece.correlation for piece in pieces], weights=energies)
    return float(correlation), int(np.median([piece.lag for piece in pieces]))


def load_told(load: float, cores: int) -> str:
    """Say what the load of the machine has to do with sound that was torn."""
    about = f"the load is {load:.1f} on {cores} cores"
    if load > cores:
        return f"{about}: a busy machine tears sound in real time, so try again when it is idle"
    return f"{about}: the machine is not busy, so this is a fault worth reporting"


def main(arguments: list[str]) -> int:
    """Run the demonstration, or one of its clients."""
    match arguments:
        case ["listen", target, wav]:
            print(json.dumps(asyncio.run(listen(target, Path(wav)))))
        case ["talk", target]:
            print(json.dumps(asyncio.run(talk(target))))
        case _:
            return asyncio.run(demonstrate())
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
