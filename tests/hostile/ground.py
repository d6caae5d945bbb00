"""Two daemons, each with a healthy caller: one is attacked, the other shows what the machine does."""

from __future__ import annotations

import asyncio
import json
import math
import resource
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from odind.client import connect
from tests.e2e.processes import DaemonProcess, clean_environment
from tests.http.installed import free_port
from tests.tls.folders import make_keys

if TYPE_CHECKING:
    from odind.v1.statistics_pb2 import ConnectionStatistics

ROOT: Final = Path(__file__).parents[2]
PATIENCE: Final = 60.0
SETTLING: Final = 30.0
POOLED: Final = 40
"""Descriptors that joins may leave: those of a pool that a connection still uses are closed with it."""
TOLERATED_LATE: Final = 0.04
"""Part of the ticks that may be late: one that is late loses nothing, since sound waits in buffers."""
_PAGE: Final = resource.getpagesize()


@dataclass(frozen=True)
class Target:
    """Where an attacker finds the daemon, and what somebody on its machine can know.

    `keys` is the folder of its authority, where the addresses speak TLS.
    """

    socket: str
    tcp: str
    http: str
    state: str
    gateway: str
    mutual: str = ""
    mutual_http: str = ""
    keys: str = ""

    @classmethod
    def read(cls) -> Target:
        """Read it from standard input."""
        return cls(**json.loads(sys.stdin.readline()))


@dataclass(frozen=True)
class Footprint:
    """What a process holds."""

    bytes: int
    descriptors: int
    threads: int

    @classmethod
    def of(cls, pid: int) -> Footprint:
        proc = Path(f"/proc/{pid}")
        return cls(
            int((proc / "statm").read_text().split()[1]) * _PAGE,
            sum(1 for _ in (proc / "fd").iterdir()),
            sum(1 for _ in (proc / "task").iterdir()),
        )


@dataclass(frozen=True)
class Counted:
    """What a daemon counted for its healthy caller: frames heard, frames lost, ticks run, and run late."""

    heard: int = 0
    lost: int = 0
    late: int = 0

    ticks: int = 0

    def since(self, before: Counted) -> Counted:
        """What was counted since; a decoder that was made anew counts from 0."""
        anew = self.heard < before.heard or self.lost < before.lost
        return Counted(
            heard=self.heard - (0 if anew else before.heard),
            lost=self.lost - (0 if anew else before.lost),
            late=self.late - before.late,
            ticks=self.ticks - before.ticks,
        )

    @classmethod
    def of(cls, listener: ConnectionStatistics, speaker: ConnectionStatistics) -> Counted:
        (peer,) = listener.peers
        (hears,), (says,) = listener.streams, speaker.streams
        made_up = peer.frames_concealed + peer.frames_voice_accelerated
        pace = listener.pace
        return cls(
            heard=peer.frames_voice,
            lost=made_up + hears.dropped + says.underruns + pace.given_up,
            late=pace.late + pace.given_up,
            ticks=pace.ticks + pace.given_up,
        )


class Home:
    """One daemon with its grid, and the ids of the healthy caller's connections."""

    def __init__(self, folder: Path, *, tls: bool = False) -> None:
        tcp, http, mutual, mutual_http = (f"127.0.0.1:{free_port()}" for _ in range(4))
        keys = folder / "keys"
        flags = _tls_flags(keys, mutual, mutual_http) if tls else ()
        self.daemon = DaemonProcess(folder, "--listen", tcp, "--http", http, "--log-level", "warning", *flags)
        self.daemon.wait_until("READY=1")
        more = (mutual, mutual_http, str(keys)) if tls else ()
        gateway = asyncio.run(self._gateway())
        self.target = Target(str(self.daemon.socket), tcp, http, str(folder / "state"), gateway, *more)
        self.speaker = self.listener = ""

    async def _gateway(self) -> str:
        async with connect(self.daemon.target) as daemon:
            return (await daemon.info()).gateway

    def footprint(self) -> Footprint:
        return Footprint.of(self.daemon.process.pid)

    def errors(self) -> list[str]:
        """What the daemon logged as errors so far."""
        return [line["event"] for line in self.daemon.events() if line["level"] == "error"]

    async def counted(self) -> Counted:
        async with connect(self.daemon.target) as daemon:
            return Counted.of(await daemon.statistics(self.listener), await daemon.statistics(self.speaker))

    async def settled(self, before: Footprint) -> Footprint:
        """Wait until the daemon holds about as many descriptors as before."""
        async with asyncio.timeout(SETTLING):
            while (now := self.footprint()).descriptors > before.descriptors + POOLED:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        return now


@dataclass(frozen=True)
class Measured:
    """One attack: what became of it, and what the healthy callers noticed meanwhile."""

    result: str
    beside: Counted
    control: Counted
    calm: Counted
    before: Footprint
    after: Footprint

    @property
    def grown_bytes(self) -> int:
        """What the daemon holds more than before."""
        return self.after.bytes - self.before.bytes

    @property
    def harm(self) -> tuple[int, int]:
        """Frames lost, and ticks run late beyond what is tolerated and those of a daemon that nobody attacks.

        The other daemon's count is what the machine did meanwhile. Some of that strikes the one or the other:
        what it does on the average of the run, and the scatter of what it did now. On a calm machine both
        are 0.
        """
        share = self.beside.ticks / max(1, self.calm.ticks)
        scatter = math.ceil(2 * math.sqrt(self.control.lost + self.control.late))
        tolerated = int(TOLERATED_LATE * self.beside.ticks)
        return (
            max(0, self.beside.lost - self.control.lost - int(share * self.calm.lost) - scatter),
            max(0, self.beside.late - self.control.late - int(share * self.calm.late) - scatter - tolerated),
        )

    def row(self, attack: str) -> dict[str, Any]:
        """Describe the attack for the table."""
        return {
            "attack": attack,
            "result": self.result,
            "lost": f"{self.beside.lost}/{self.beside.heard} ({self.control.lost}/{self.control.heard})",
            "late": f"{self.beside.late} ({self.control.late})",
            "memory": f"{self.grown_bytes / 1e6:+.1f} MB",
            "descriptors": f"{self.after.descriptors - self.before.descriptors:+d}",
        }


class Ground:
    """The two daemons, and one process that is the healthy caller of both."""

    def __init__(self, folder: Path, *, tls: bool = False) -> None:
        self.attacked, self.control = Home(folder / "attacked", tls=tls), Home(folder / "control")
        self._caller = subprocess.Popen(
            (
                sys.executable,
                "-m",
                "tests.hostile.healthy",
                self.attacked.daemon.target,
                self.control.daemon.target,
            ),
            cwd=ROOT,
            env=clean_environment(),
            stdout=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
        )
        self._started = Counted()

    def __enter__(self) -> Self:
        try:
            self._listen()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _listen(self) -> None:
        """Wait until both callers hear themselves."""
        assert self._caller.stdout
        for home in (self.attacked, self.control):
            home.speaker, home.listener = json.loads(self._caller.stdout.readline())
        self._started = asyncio.run(self.control.counted())

    def __exit__(self, *_: object) -> None:
        self._caller.kill()
        self._caller.communicate()
        for home in (self.attacked, self.control):
            home.daemon.end()

    async def endure(self, attack: str) -> Measured:
        """Let a process attack, and tell what happened until all that it held is given back."""
        homes = (self.attacked, self.control)
        before = self.attacked.footprint()
        first = [await home.counted() for home in homes]
        result = await _run(attack, self.attacked.target)
        last = [await home.counted() for home in homes]
        beside, control = (end.since(start) for start, end in zip(first, last, strict=True))
        assert self._caller.poll() is None, "the healthy caller has ended"
        calm = last[1].since(self._started)
        return Measured(result, beside, control, calm, before, await self.attacked.settled(before))


def _tls_flags(keys: Path, mutual: str, mutual_http: str) -> tuple[str, ...]:
    make_keys(keys, "bot")
    files = ("--tls-certificate", f"{keys}/server.pem", "--tls-key", f"{keys}/server.key")
    addresses = ("--mutual-listen", mutual, "--mutual-http", mutual_http)
    return (*files, "--tls-client-ca", f"{keys}/ca.pem", *addresses)


async def _run(attack: str, target: Target) -> str:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.hostile.attacker", attack),
        cwd=ROOT,
        env=clean_environment(SSL_CERT_FILE=f"{target.state}/trusted.pem"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(PATIENCE):
            told, errors = await process.communicate(json.dumps(asdict(target)).encode() + b"\n")
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode == 0, errors.decode()
    return told.decode().strip()
