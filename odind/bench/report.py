"""What was measured as a document and as a table."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from .variants import VARIANTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .measured import Measured

OVERLOAD: Final = 0.05
"""Share of ticks late, or of frames lost, above which a case was beyond what the machine could do."""
_COLUMNS: Final = (
    ("variant", 15),
    ("N", 4),
    ("CPU/stream", 11),
    ("x bare", 7),
    ("p50 ms", 8),
    ("p99 ms", 8),
    ("max ms", 8),
    ("+p50 ms", 8),
    ("+p99 ms", 8),
    ("lost", 6),
    ("under", 6),
    ("queue", 6),
    ("late", 8),
    ("clicks", 9),
    ("grid", 7),
    ("callers", 8),
    ("others", 7),
)


@dataclass(frozen=True)
class Latency:
    """Percentiles in ms."""

    p50: float
    p99: float
    max: float


@dataclass(frozen=True)
class Row:
    """A case beside the one it is compared with. `overloaded` says what was too much, "" for nothing."""

    measured: Measured
    latency: Latency | None
    ratio: float | None
    added: Latency | None
    target: float | None
    overloaded: str

    def document(self) -> dict[str, Any]:
        """Return everything."""
        case = self.measured
        return {
            "variant": case.variant,
            "connections": case.connections,
            "cpu_per_stream": case.cpu_per_stream,
            "stream_kib": case.stream_kib,
            "ratio": self.ratio,
            "target": self.target,
            "latency_ms": asdict(self.latency) if self.latency else None,
            "added_ms": asdict(self.added) if self.added else None,
            "overloaded": self.overloaded or None,
            **asdict(case),
            "lost": case.heard.losses.lost,
        }


def rows(cases: Sequence[Measured]) -> list[Row]:
    """Return every case with what follows from the run."""
    known = {(case.variant, case.connections): case for case in cases}
    variants = {variant.name: variant for variant in VARIANTS}
    made = []
    for case in cases:
        variant = variants[case.variant]
        floor = None if variant.program == "bare" else known.get((variant.against, case.connections))
        overloaded = overload(case) or (overload(floor) and "the floor is overloaded" if floor else "")
        latency, before = percentiles(case.heard.latencies_ms), None
        if floor:
            before = percentiles(floor.heard.latencies_ms)
        made.append(
            Row(
                case,
                latency,
                case.cpu_per_stream / floor.cpu_per_stream if floor and not overloaded else None,
                _added(latency, before) if not overloaded else None,
                variant.target,
                overloaded,
            )
        )
    return made


def percentiles(latencies_ms: Sequence[float]) -> Latency | None:
    """Return the percentiles of some latencies, None when there are none."""
    if not latencies_ms:
        return None
    p50, p99, most = np.percentile(latencies_ms, (50, 99, 100))
    return Latency(float(p50), float(p99), float(most))


def overload(case: Measured) -> str:
    """Return what shows that the case was too much, "" when nothing does."""
    pace, losses = case.heard.pace, case.heard.losses
    late, lost = pace.late / max(1, pace.ticks), losses.lost / max(1, losses.due)
    signs = {
        f"{late:.0%} of ticks late": late > OVERLOAD,
        f"{lost:.0%} of frames lost": lost > OVERLOAD,
        f"only {losses.sent} of {losses.due} frames sent": losses.sent < (1 - OVERLOAD) * losses.due,
        f"only {losses.heard} of {losses.due} frames heard": losses.heard < (1 - OVERLOAD) * losses.due,
    }
    return ", ".join(sign for sign, true in signs.items() if true)


def table(made: Sequence[Row]) -> str:
    """Return the rows for a terminal."""
    lines = ["".join(_cell(name, name, width) for name, width in _COLUMNS)]
    lines += [_line(row) for row in made]
    lines += _memory(made)
    return "\n".join(lines)


def _memory(made: Sequence[Row]) -> list[str]:
    """Return what connections weigh, from the case with most of them: there the first one counts least."""
    found = [(row.measured, row.measured.idle) for row in made if row.measured.connections > 1]
    weighed = [(case, idle, idle.each_kib or 0.0) for case, idle in found if idle]
    if not weighed:
        return []
    case, idle, each_kib = max(weighed, key=lambda one: one[0].connections)
    line = (
        f"idle daemon with {case.connections} connections: {idle.cpu:.2%} of a core, "
        f"{each_kib:.0f} KiB each; a stream adds {case.stream_kib:.0f} KiB; {case.threads} threads and "
        f"{case.pss_kib / 1024:.0f} MiB in all while they speak"
    )
    return ["", line]


def _line(row: Row) -> str:
    case = row.measured
    losses, pace, spent = case.heard.losses, case.heard.pace, case.spent
    values = {
        "variant": case.variant,
        "N": str(case.connections),
        "CPU/stream": f"{case.cpu_per_stream:.2%}",
        "x bare": _number(row.ratio, 2),
        "lost": str(losses.lost),
        "under": str(losses.underruns),
        "queue": str(case.heard.queued_ms),
        "late": f"{pace.late}/{pace.ticks}",
        "clicks": f"{len(case.heard.latencies_ms)}/{case.heard.clicks_due}",
        "grid": f"{spent.grid / spent.seconds:.1%}",
        "others": f"{spent.others / spent.seconds:.0%}",
        "callers": f"{spent.callers / spent.seconds:.1%}" if spent.callers else "",
    }
    for prefix, latency in (("", row.latency), ("+", row.added)):
        for name in ("p50", "p99", "max"):
            values[f"{prefix}{name} ms"] = _number(getattr(latency, name, None), 1)
    line = "".join(_cell(name, values[name], width) for name, width in _COLUMNS)
    return f"{line}  over capacity: {row.overloaded}" if row.overloaded else line


def _cell(name: str, text: str, width: int) -> str:
    return f"{text:<{width}}" if name == "variant" else f"{text:>{width}}"


def _number(value: float | None, digits: int) -> str:
    return "-" if value is None else f"{value:.{digits}f}"


def _added(after: Latency | None, before: Latency | None) -> Latency | None:
    if after is None or before is None:
        return None
    return Latency(after.p50 - before.p50, after.p99 - before.p99, after.max - before.max)
