"""Measures the figures of docs/PERFORMANCE.md on a quiet machine, and writes them there, in eight minutes.

Run with `make bench-figures`; ARGS="scale knee" measures those tables alone. Each table of the page stands
between two comments with its name; what there is no time left for keeps the figures of an earlier run, and is
named at the end.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final

from bench import presets, starting
from odind.bench.capacity import most
from odind.bench.cases import Size, daemon_for, prepared, run_case
from odind.bench.cores import apart
from odind.bench.facts import Facts
from odind.bench.measured import together
from odind.bench.report import Row, rows
from odind.bench.variants import named
from odind.client import connect, wait_until_serving

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from odind.bench.cases import Ground
    from odind.bench.measured import Measured

_PAGE: Final = Path(__file__).parents[1] / "docs" / "PERFORMANCE.md"
_RESULTS: Final = Path(__file__).parent / "results" / "figures.json"
_BUDGET_S: Final = 480.0
_SECONDS: Final = 3.0
_ROUNDS: Final = 2
_STREAMS: Final = (
    "bare",
    "s16",
    "s16-door",
    "s16-door-live",
    "s16-door-lanes",
    "bare-opus",
    "opus-door",
    "bot",
    "player",
)
_SCALE: Final = (25, 50)
_SCALED: Final = ("bare", "workers-door")
_KNEE: Final = "s16-door"
_HEAD: Final = (
    "| variant | streams | of a core each | x bare | p50 ms | p99 ms | lost | late ticks |",
    "| --- | --- | --- | --- | --- | --- | --- | --- |",
)


@dataclass(frozen=True)
class Section:
    """A table of the page. It is begun while `needs_s` are left."""

    name: str
    needs_s: float
    lines: Callable[[], Awaitable[list[str]]]


async def main(wanted: list[str]) -> None:
    """Measure section by section, those of these names or all, and write each to the page at once."""
    begin = time.monotonic()
    left_out, made = [], dict[str, list[str]]()
    for section in (
        Section("machine", 0, _machine),
        Section("streams", 200, _streams),
        Section("scale", 110, _scale),
        Section("starts", 25, _starts),
        Section("presets", 10, _presets),
        Section("knee", 60, _knee),
    ):
        if wanted and section.name not in wanted:
            continue
        left_s = _BUDGET_S - (time.monotonic() - begin)
        if left_s < section.needs_s:
            left_out.append(section.name)
            continue
        print(f"{section.name}: {left_s:.0f} s left", file=sys.stderr)
        try:
            async with asyncio.timeout(left_s):
                made[section.name] = await section.lines()
        except TimeoutError:
            left_out.append(section.name)
            continue
        _PAGE.write_text(_with(_PAGE.read_text(), section.name, made[section.name]))
        print("\n".join(made[section.name]))
    _RESULTS.parent.mkdir(parents=True, exist_ok=True)
    _RESULTS.write_text(json.dumps({"machine": asdict(Facts()), "sections": made}, indent=1))
    print(f"not measured, for lack of time: {', '.join(left_out) or 'nothing'}", file=sys.stderr)


def _with(page: str, name: str, lines: list[str]) -> str:
    """Return the page with other lines between the comments of that name."""
    begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
    block = begin + "\n" + "\n".join(lines) + "\n\n" + end
    replaced, times = re.subn(
        re.escape(begin) + ".*?" + re.escape(end), lambda _: block, page, flags=re.DOTALL
    )
    if times != 1:
        raise SystemExit(f"{_PAGE} has no place for {name}")
    return replaced


async def _machine() -> list[str]:
    facts = Facts()
    return [
        f"{facts.cpu}, {facts.usable_cores} cores, Linux {facts.kernel}, Python {facts.python}, "
        + ", ".join(f"{name} {facts.packages[name]}" for name in ("odin-voice", "grpcio", "av"))
        + f"; {facts.time}, load before {facts.load[0]:.2f}.",
    ]


async def _presets() -> list[str]:
    return await asyncio.to_thread(presets.table)


async def _starts() -> list[str]:
    return await asyncio.to_thread(starting.table)


async def _streams() -> list[str]:
    """Measure ten streams in rounds, the variants in turn."""
    with tempfile.TemporaryDirectory(prefix="odind-figures-") as folder:
        async with prepared(Path(folder)) as ground:
            cases = [[await _case(ground, name, 10) for name in _STREAMS] for _ in range(_ROUNDS)]
    return _table([together(rounds) for rounds in zip(*cases, strict=True)])


async def _scale() -> list[str]:
    """Measure many streams, callers and grid held to cores of their own."""
    with tempfile.TemporaryDirectory(prefix="odind-figures-") as folder:
        async with prepared(Path(folder), apart()) as ground:
            return _table([await _case(ground, name, streams) for streams in _SCALE for name in _SCALED])


async def _knee() -> list[str]:
    """Find how many streams one process carries, beside what a fresh daemon says."""
    with tempfile.TemporaryDirectory(prefix="odind-figures-") as folder:
        async with prepared(Path(folder), apart()) as ground:
            said = await _said(ground)
            found = await most(lambda streams: _carries(ground, streams))
            half = await _case(ground, _KNEE, max(1, found // 2))
    losses, pace = half.heard.losses, half.heard.pace
    return [
        "| one process on its own cores | |",
        "| --- | --- |",
        f"| streams found to be carried | {found} |",
        f"| `GetCapacity` of a fresh daemon | {said} ({(said - found) / max(1, found):+.0%}) |",
        f"| frames lost at half of that, {half.connections} streams | {losses.lost} of {losses.due} |",
        f"| ticks late there | {pace.late} of {pace.ticks} |",
    ]


async def _said(ground: Ground) -> int:
    async with daemon_for(ground, ground.next_case(), named(_KNEE)) as (_, target):
        await wait_until_serving(target, seconds=60)
        async with connect(target) as daemon:
            return int((await daemon.capacity()).more_connections)


async def _carries(ground: Ground, streams: int) -> bool:
    """Whether at most one per cent of the frames are lost, and of the ticks late."""
    heard = (await _case(ground, _KNEE, streams)).heard
    return heard.losses.lost <= heard.losses.due / 100 and heard.pace.late <= heard.pace.ticks / 100


async def _case(ground: Ground, name: str, streams: int) -> Measured:
    print(f"  {name} with {streams}", file=sys.stderr)
    return await run_case(ground, named(name), Size(streams, _SECONDS, weigh_idle=False))


def _table(cases: list[Measured]) -> list[str]:
    return [*_HEAD, *(_line(row) for row in rows(cases))]


def _line(row: Row) -> str:
    case = row.measured
    cpu = median(case.rounds or [case.cpu_per_stream])
    latency = (f"{row.latency.p50:.0f}", f"{row.latency.p99:.0f}") if row.latency else ("", "")
    ratio = "over capacity" if row.overloaded else f"{row.ratio:.2f}" if row.ratio else ""
    losses, pace = case.heard.losses, case.heard.pace
    cells = (
        f"`{case.variant}`",
        str(case.connections),
        f"{cpu:.2%}",
        ratio,
        *latency,
        f"{max(0, losses.lost)} of {losses.due}",
        f"{pace.late} of {pace.ticks}",
    )
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
