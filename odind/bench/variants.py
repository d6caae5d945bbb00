"""What can be measured: ways to use the daemon, each compared with the native runtime alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from odind.core.errors import InvalidArgumentError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PCM_FORMATS: Final = {"s16": "<i2", "f32": "<f4"}
OPUS: Final = "opus"
DOOR: Final = "door"
BESIDE: Final = "beside"


@dataclass(frozen=True)
class Variant:
    """A way to send and receive speech.

    `program` is "odind", "bare" for the native runtime alone, or "beside" for a `command`. A caller sends
    chunks of `chunk_ms`, each `ahead_ms` before its sound is complete. The daemon begins to speak when
    `head_start_ms` are queued; None is its default. `transport` is gRPC on a unix socket ("unix") or a port
    ("tcp"), or the audio socket ("door"). With `lanes`, one call carries all connections. `workers` is the
    number of worker processes; `direct` callers connect to these. With `plays`, the daemon's players speak, a
    song for each connection, and callers listen. `target` is the intended ratio of CPU to
    that of `against`.
    """

    name: str
    program: str = "odind"
    sample_format: str = "s16"
    frames_per_message: int = 1
    transport: str = "unix"
    chunk_ms: int = 20
    ahead_ms: int = 0
    head_start_ms: int | None = None
    lanes: bool = False
    workers: int = 0
    direct: bool = False
    plays: bool = False
    against: str = "bare"
    target: float | None = None
    command: tuple[str, ...] = ()


VARIANTS: Final = (
    Variant("bare", program="bare"),
    Variant(BESIDE, program=BESIDE),
    Variant("bare-f32", program="bare", sample_format="f32"),
    Variant("bare-opus", program="bare", sample_format=OPUS),
    Variant("s16", target=1.2),
    Variant("s16-live", head_start_ms=0, target=1.2),
    Variant("s16-lanes", head_start_ms=0, lanes=True, target=1.2),
    Variant("f32", sample_format="f32", against="bare-f32"),
    Variant("s16-fpm3", frames_per_message=3),
    Variant("opus", sample_format=OPUS, target=0.5),
    Variant("opus-lanes", sample_format=OPUS, lanes=True, target=0.5),
    Variant("s16-tcp", transport="tcp"),
    Variant("s16-door", transport=DOOR, target=1.25),
    Variant("s16-door-live", transport=DOOR, head_start_ms=0, target=1.25),
    Variant("s16-door-lanes", transport=DOOR, head_start_ms=0, lanes=True, target=1.15),
    Variant("opus-door", transport=DOOR, sample_format=OPUS, target=0.5),
    Variant("bot", frames_per_message=5, chunk_ms=200, ahead_ms=400, target=1.0),
    Variant("player", frames_per_message=5, plays=True),
    Variant("workers", workers=2),
    Variant("workers-direct", workers=2, direct=True),
    Variant("workers-live", workers=2, direct=True, head_start_ms=0),
    Variant("workers-door", workers=2, direct=True, head_start_ms=0, transport=DOOR),
)
_OF_OURS: Final = tuple(variant for variant in VARIANTS if variant.program != BESIDE)
_BY_NAME: Final = {variant.name: variant for variant in _OF_OURS}


EVERYTHING: Final = "all"


def beside(command: Sequence[str]) -> Variant:
    """Return the variant that is a command of the user; `odind.bench.beside` says what it does."""
    return Variant(BESIDE, program=BESIDE, command=tuple(command))


def named(name: str) -> Variant:
    """Return the variant with this name."""
    return _BY_NAME[name]


def choose(names: Iterable[str]) -> tuple[Variant, ...]:
    """Return the named variants and those that they are compared with, in the table's order.

    "all" stands for all variants without workers. Raises InvalidArgumentError VARIANT_UNKNOWN.
    """
    wanted = set(names)
    if EVERYTHING in wanted:
        wanted = wanted - {EVERYTHING} | {one.name for one in _OF_OURS if not one.workers}
    for name in wanted - _BY_NAME.keys():
        raise InvalidArgumentError(
            "VARIANT_UNKNOWN",
            "there is no variant {variant}: choose from {known}",
            variant=name,
            known=", ".join(_BY_NAME),
        )
    wanted |= {_BY_NAME[name].against for name in wanted if _BY_NAME[name].program != "bare"}
    return tuple(variant for variant in VARIANTS if variant.name in wanted)
