"""Estimates how many more connections fit, from costs, use, the machine and the limits.

    loop      more = floor((75 % of a core - busy - pending) / cost of one on the loop's thread), per process
    cores     more = floor((90 % of the usable cores - busy - pending) / cost of one on all threads)
    memory    more = floor(80 % of the available memory / bytes of one)
    limits    more = limit - existing

The smallest result is the answer. The codecs hold the interpreter's lock, so a process runs out of its loop's
thread first; up to 75 % of a core, frames leave in time. `busy` is measured; `pending` is the additional load
when all existing streams speak. If streams take more than estimated, all costs are raised in the same ratio.
Pure.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final

from odind.core.values.late import dataclass
from odind.core.values.portable import portable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from odind.core.bounds.limits import Limits

LOOP_TARGET: Final = 0.75
"""Share of one core that a process's loop may use."""
CORES_TARGET: Final = 0.9
"""Share of all usable cores that everything on the machine may use."""
MEMORY_TARGET: Final = 0.8
"""Share of the available memory that connections may take."""
FRAME_US: Final = 20_000
_MOST: Final = 2**31 - 1
_ROUNDING: Final = 1e-6
"""Added before rounding down, so that 9.999999999 counts as ten."""


class Bottleneck(Enum):
    """A resource or limit that can run out."""

    LOOP = "loop"
    CORES = "cores"
    MEMORY = "memory"
    MAX_CONNECTIONS = "max_connections"
    MAX_AUDIO_STREAMS = "max_audio_streams"


@portable
class Cost:
    """The cost of a duplex stream: microseconds per 20 ms frame on the loop and on all threads; bytes."""

    loop_us: float
    cpu_us: float
    memory_bytes: int

    def times(self, factor: float) -> Cost:
        """Return the cost when processing takes `factor` times as long."""
        return Cost(self.loop_us * factor, self.cpu_us * factor, self.memory_bytes)


@dataclass(frozen=True)
class Costs:
    """The costs of both kinds of streams: samples, which are coded here, and Opus packets, passed through.

    `running` is added once when any stream runs: the cost of waking up for ticks and messages.
    """

    running: Cost
    pcm: Cost
    pass_through: Cost

    def times(self, factor: float) -> Costs:
        """Return the costs when processing takes `factor` times as long."""
        return Costs(self.running.times(factor), self.pcm.times(factor), self.pass_through.times(factor))


@portable
class Use:
    """What is in use now. CPU is counted in cores: 1 is one full core; `loop_cores` is the loops' share."""

    processes: int
    connections: int
    audio_streams: int
    loop_cores: float
    cpu_cores: float
    memory_bytes: int


@dataclass(frozen=True)
class Streams:
    """The number of connections with streams, by kind of stream."""

    pcm: int
    pass_through: int

    def loop_cores(self, costs: Costs) -> float:
        """Return their load on the loop, in cores, when all of them speak and hear."""
        return self._us(costs, lambda cost: cost.loop_us) / FRAME_US

    def cpu_cores(self, costs: Costs) -> float:
        """Return their load on all threads, in cores, when all of them speak and hear."""
        return self._us(costs, lambda cost: cost.cpu_us) / FRAME_US

    def _us(self, costs: Costs, of: Callable[[Cost], float]) -> float:
        return of(costs.running) + self.pcm * of(costs.pcm) + self.pass_through * of(costs.pass_through)


@dataclass(frozen=True)
class Machine:
    """The machine's resources and load. `quota_cores` is infinite without a CPU quota."""

    cores: int
    busy_cores: float
    quota_cores: float
    quota_busy_cores: float
    memory_available_bytes: int

    @property
    def free_cores(self) -> float:
        """Cores that are still free, within the usable ones and the control group's quota."""
        return min(
            self.cores * CORES_TARGET - self.busy_cores,
            self.quota_cores * CORES_TARGET - self.quota_busy_cores,
        )


@portable
class Bound:
    """How many more connections of each kind one bottleneck allows, regardless of the others."""

    bottleneck: Bottleneck
    pcm: int
    pass_through: int


@portable
class Capacity:
    """How many more connections fit: exactly one bound for each bottleneck."""

    bounds: tuple[Bound, ...]
    use: Use
    pcm_cost: Cost
    pass_through_cost: Cost

    @property
    def pcm(self) -> Bound:
        """The lowest bound for connections of samples."""
        return min(self.bounds, key=lambda bound: bound.pcm)

    @property
    def pass_through(self) -> Bound:
        """The lowest bound for connections of Opus packets."""
        return min(self.bounds, key=lambda bound: bound.pass_through)


def live_factor(costs: Costs, streams: Streams, loop_cores: float) -> float:
    """Return the ratio of the loop's measured load to the estimate for its streams; at least 1.

    The whole load of the loop is attributed to the streams; without streams the ratio is 1.
    """
    if not streams.pcm + streams.pass_through:
        return 1.0
    return max(1.0, loop_cores / streams.loop_cores(costs))


def reckon(costs: Costs, streams: Streams, use: Use, machine: Machine, limits: Limits) -> Capacity:
    """Return how many more fit into one process."""
    costs = costs.times(live_factor(costs, streams, use.loop_cores))
    loop = LOOP_TARGET - max(use.loop_cores, streams.loop_cores(costs))
    cores = machine.free_cores - max(0, streams.cpu_cores(costs) - use.cpu_cores)
    memory = machine.memory_available_bytes * MEMORY_TARGET
    connections = limits.max_connections - use.connections
    audio_streams = limits.max_audio_streams - use.audio_streams
    return Capacity(
        bounds=(
            _bound(Bottleneck.LOOP, costs, lambda cost: loop * FRAME_US / cost.loop_us),
            _bound(Bottleneck.CORES, costs, lambda cost: cores * FRAME_US / cost.cpu_us),
            _bound(Bottleneck.MEMORY, costs, lambda cost: memory / cost.memory_bytes),
            _bound(Bottleneck.MAX_CONNECTIONS, costs, lambda _: connections),
            _bound(Bottleneck.MAX_AUDIO_STREAMS, costs, lambda _: audio_streams),
        ),
        use=use,
        pcm_cost=costs.pcm,
        pass_through_cost=costs.pass_through,
    )


def combine(capacities: Sequence[Capacity]) -> Capacity:
    """Return how many more fit into several processes of one daemon on one machine.

    Resources of each process are added up. Cores and memory are shared, so the lowest bound counts. Limits
    apply to the whole daemon, and all connections count against them. Costs are the highest of any process.
    """
    use = _sum([capacity.use for capacity in capacities])
    seen = [[_find(capacity, bottleneck) for capacity in capacities] for bottleneck in Bottleneck]
    return Capacity(
        bounds=tuple(_combined(bounds, capacities, use) for bounds in seen),
        use=use,
        pcm_cost=_highest([capacity.pcm_cost for capacity in capacities]),
        pass_through_cost=_highest([capacity.pass_through_cost for capacity in capacities]),
    )


def _bound(bottleneck: Bottleneck, costs: Costs, most: Callable[[Cost], float]) -> Bound:
    return Bound(bottleneck, _whole(most(costs.pcm)), _whole(most(costs.pass_through)))


def _whole(number: float) -> int:
    return int(min(max(number + _ROUNDING, 0), _MOST))


def _find(capacity: Capacity, bottleneck: Bottleneck) -> Bound:
    return next(bound for bound in capacity.bounds if bound.bottleneck is bottleneck)


def _combined(bounds: Sequence[Bound], capacities: Sequence[Capacity], use: Use) -> Bound:
    bottleneck = bounds[0].bottleneck
    pcm, pass_through = [bound.pcm for bound in bounds], [bound.pass_through for bound in bounds]
    match bottleneck:
        case Bottleneck.LOOP:
            return Bound(bottleneck, min(sum(pcm), _MOST), min(sum(pass_through), _MOST))
        case Bottleneck.CORES | Bottleneck.MEMORY:
            return Bound(bottleneck, min(pcm), min(pass_through))
        case Bottleneck.MAX_CONNECTIONS:
            used, taken = use.connections, [capacity.use.connections for capacity in capacities]
        case Bottleneck.MAX_AUDIO_STREAMS:
            used, taken = use.audio_streams, [capacity.use.audio_streams for capacity in capacities]
    limit = min(map(sum, zip(pcm, taken, strict=True)))
    return Bound(bottleneck, max(0, limit - used), max(0, limit - used))


def _sum(uses: Sequence[Use]) -> Use:
    return Use(
        processes=sum(use.processes for use in uses),
        connections=sum(use.connections for use in uses),
        audio_streams=sum(use.audio_streams for use in uses),
        loop_cores=sum(use.loop_cores for use in uses),
        cpu_cores=sum(use.cpu_cores for use in uses),
        memory_bytes=sum(use.memory_bytes for use in uses),
    )


def _highest(costs: Sequence[Cost]) -> Cost:
    return Cost(
        max(cost.loop_us for cost in costs),
        max(cost.cpu_us for cost in costs),
        max(cost.memory_bytes for cost in costs),
    )
