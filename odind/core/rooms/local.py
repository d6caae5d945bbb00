"""The host of this process: its connections, their audio, and the actions it performs. Knows no caller."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Self

from odind.core.bounds.budget import EVERYBODY, SHARES_ALONE, buffers_budget, streams_budget
from odind.core.errors import OdindError, UnavailableError
from odind.core.players.absent import AbsentSounds
from odind.core.recordings.capture import ClipSaved
from odind.core.sockets.items import EndReason
from odind.core.timing.tick import TICK_MS
from odind.core.values.daemon import DaemonReady
from odind.core.voice.call import AudioCall

from .actions import (
    ChangePassword,
    ReadCounters,
    ReadStatistics,
    ReadTreatment,
    ResetAudio,
    SaveClip,
    SendMessage,
    TakeArrivals,
    TellCalls,
)
from .attendance import Attendance
from .connection import Connection
from .counting import Counting
from .events import GIVEN_UP, ConnectionState
from .player_desk import PlayerDesk
from .refusals import no_connection, stopping
from .signals import Dismissed, LinkClosed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Mapping
    from types import TracebackType

    from odind.core.bounds.budget import Ledger
    from odind.core.bounds.limits import Limits
    from odind.core.players.ports import Sounds
    from odind.core.recordings.ports import Tapes
    from odind.core.timing.tick import Ticker
    from odind.core.values.daemon import DaemonDraining
    from odind.core.values.statistics import ConnectionStatistics, HostCounters
    from odind.core.voice.arrivals import PeerArrivals
    from odind.core.voice.lane import Lane
    from odind.core.voice.lane_config import LaneConfig
    from odind.core.voice.plug import Plug
    from odind.core.voice.processing import Treatment

    from .actions import Action, Answer
    from .events import ConnectionLeft, ConnectionView
    from .ports import HostSink, JoinSpec, Runtime
    from .settings import ConnectionSettings

    Handler = Callable[[Any], Awaitable[Any]]  # takes an action, returns its answer


class LocalHost:
    """Holds this process's connections, on the loop's thread; leaving its `async with` leaves every room.

    The processes of a daemon share the ledgers of its audio streams and of the bytes of their buffers.
    Without `tapes`, nothing can be recorded.
    """

    audio_target = ""
    audio_socket = ""

    def __init__(
        self,
        runtime: Runtime,
        limits: Limits,
        ticker: Ticker,
        *,
        streams: Ledger | None = None,
        buffers: Ledger | None = None,
        sounds: Sounds | None = None,
        tapes: Tapes | None = None,
    ) -> None:
        self.limits = limits
        self._runtime = runtime
        self._tapes = tapes
        self._ticker = ticker
        self._sounds = sounds or AbsentSounds()
        self._stream_slots = streams_budget(limits, streams)
        self._buffers = buffers_budget(limits, buffers)
        self.counting = Counting(ticker, self._stream_slots, self._buffers)
        self._connections: dict[str, Connection] = {}
        self._sinks: list[HostSink] = []
        self._attendance = Attendance(self.publish)
        self._handlers: dict[type, Handler] = {
            SendMessage: self._send_message,
            SaveClip: self._save_clip,
            ChangePassword: self._change_password,
            ReadStatistics: self._read_statistics,
            ReadTreatment: self._read_treatment,
            TakeArrivals: self._take_arrivals,
            ResetAudio: self._reset_audio,
            ReadCounters: self._read_counters,
            TellCalls: self._tell_calls,
            **PlayerDesk(lambda connection_id: self.find(connection_id).player, self._sounds).handlers,
        }
        self._draining: DaemonDraining | None = None
        self._stopped = False
        self._closing = asyncio.TaskGroup()

    async def __aenter__(self) -> Self:
        await self._closing.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        for connection in tuple(self._connections.values()):
            connection.signal(Dismissed("the daemon stopped", "DAEMON_STOPPING"))
        await self._closing.__aexit__(None, None, None)  # leave properly whatever ended the block

    def stop(self) -> None:
        """End all audio streams and pending joins, and refuse new ones; the rooms are left later."""
        self._stopped = True
        for connection in tuple(self._connections.values()):
            connection.media.end(stopping())
            connection.sockets.end(EndReason.DAEMON_STOPPING, stopping().message)
            if connection.state.standing is ConnectionState.JOINING:
                connection.signal(LinkClosed(stopping()))

    # As a host

    @property
    def serving(self) -> bool:
        """Whether it can be called now; always true."""
        return True

    @property
    def streams(self) -> int:
        """How many lanes and plugs are attached to all connections."""
        return sum(connection.media.attached for connection in self._connections.values())

    def attend(self, sink: HostSink) -> None:
        """Pass all later events to the sink."""
        self._sinks.append(sink)

    def handle(self, handlers: Mapping[type, Handler]) -> None:
        """Register the functions that perform actions of these types."""
        self._handlers.update(handlers)

    def publish(self, subject: str, event: object) -> None:
        """Pass an event to the sinks."""
        for sink in self._sinks:
            sink.happened(self, subject, event)

    async def join(
        self, view: ConnectionView, spec: JoinSpec, settings: ConnectionSettings, *, told: bool = True
    ) -> None:
        """Join a room; raises the runtime's error when it fails. Unless `told`, no sink learns of it."""
        cipher = None if spec.password is None else await self._runtime.cipher(spec.password)
        self._require_running()
        connection = Connection(
            view,
            spec,
            self._runtime,
            self._ticker,
            cipher,
            sounds=self._sounds,
            tapes=self._tapes,
            publish=self.publish if told else _keep_quiet,
            over=self._remove,
        )
        self._connections[view.connection_id] = connection
        connection.apply(settings)
        try:
            await connection.confirmed()
        except BaseException:
            connection.signal(Dismissed(GIVEN_UP.detail, GIVEN_UP.reason))
            raise

    async def apply(self, connection_id: str, settings: ConnectionSettings) -> None:
        """Apply settings to a connection."""
        self.find(connection_id).apply(settings)

    async def leave(self, connection_id: str, left: ConnectionLeft) -> None:
        """End a connection, and wait long enough for the server to learn of it."""
        connection = self.find(connection_id)
        connection.signal(Dismissed(left.detail, left.reason))
        await connection.link.aclose()

    async def perform(self, action: Action[Answer]) -> Answer:
        """Perform an action; raises what its handler raises."""
        answer: Answer = await self._handlers[type(action)](action)
        return answer

    async def _save_clip(self, action: SaveClip) -> ClipSaved:
        recorders = self.find(action.connection_id).recorders
        return ClipSaved(recorders.save_clip(action.capture, action.last_s))

    async def _send_message(self, action: SendMessage) -> None:
        self.find(action.connection_id).link.send_message(action.peer_ids, action.message)

    async def _change_password(self, action: ChangePassword) -> None:
        await self.find(action.connection_id).change_password(action.password)

    async def _read_statistics(self, action: ReadStatistics) -> tuple[ConnectionStatistics, ...]:
        wanted = action.connection_ids or self._connections
        return tuple(one.statistics() for name in wanted if (one := self._connections.get(name)))

    async def _read_treatment(self, action: ReadTreatment) -> Treatment:
        return self.find(action.connection_id).media.outgoing.treatment

    async def _take_arrivals(self, action: TakeArrivals) -> tuple[PeerArrivals, ...]:
        return self.find(action.connection_id).media.arrivals.take()

    async def _reset_audio(self, action: ResetAudio) -> None:
        self.find(action.connection_id).media.reset(action.peer_ids)

    async def _tell_calls(self, action: TellCalls) -> None:
        self._draining = action.draining
        for call in self.counting.calls:
            call.tell(action.draining or DaemonReady())

    async def _read_counters(self, _action: ReadCounters) -> HostCounters:
        return self.counting.read(self._connections.values())

    def _remove(self, connection: Connection) -> None:
        """Drop a connection that has ended, and close its link."""
        del self._connections[connection.connection_id]
        self.counting.departed(connection)
        self._closing.create_task(connection.link.aclose())

    # Connections and their audio

    def find(self, connection_id: str) -> Connection:
        """Return a connection; raises NotFoundError CONNECTION_NOT_FOUND."""
        connection = self._connections.get(connection_id)
        if connection is None:
            raise no_connection(connection_id)
        return connection

    def connections(self) -> tuple[Connection, ...]:
        """Return all connections, oldest first."""
        return tuple(self._connections.values())

    @contextmanager
    def audio_call(
        self, caller: str = EVERYBODY, quotas: Mapping[str, int] = SHARES_ALONE
    ) -> Iterator[AudioCall]:
        """Give a call whose lanes are attached through it, for the length of the block.

        A lane takes its slot and the bytes of its buffers out of the caller's budgets until it is over;
        `quotas` are those of slots.
        When the block ends by one of our errors, what was accepted is still spoken; when it is cancelled,
        it is not.
        """
        call = AudioCall(self.limits.receive_buffer_ms // TICK_MS, self._open_lane, caller, quotas)
        if self._draining:
            call.tell(self._draining)
        with self.counting.counted(call):
            try:
                yield call
            except OdindError:
                call.close(abandon=False)
                raise
            finally:
                call.close(abandon=True)
                self._attendance.end(call)

    def _open_lane(self, call: AudioCall, number: int, config: LaneConfig) -> Lane:
        connection = self.find(config.connection_id)
        self._require_running()
        with ExitStack() as undo:
            held = undo.enter_context(self._reserve(call, config))
            over = partial(call.outbox.when_read, held.close)
            lane = connection.media.open_lane(call, number, config, self._ticker.tick(), over)
            undo.pop_all()
        self._attendance.note(config.connection_id, call)
        self._ticker.wake()
        return lane

    def _reserve(self, call: AudioCall, config: LaneConfig) -> ExitStack:
        """Take what a lane needs until the stack is closed.

        Raises ResourceExhaustedError TOO_MANY_STREAMS, BUFFERS_EXHAUSTED.
        """
        heard = config.receive_bytes(self.limits.receive_buffer_ms)
        with ExitStack() as held:
            held.enter_context(self._stream_slots.take(call.caller, quotas=call.quotas))
            held.enter_context(self._buffers.take(call.caller, config.send_bytes() + heard))
            held.callback(call.outbox.resize, -heard)
            call.outbox.resize(heard)
            return held.pop_all()

    @contextmanager
    def plugged_in(self, connection_id: str, plug: Plug) -> Iterator[Callable[[int], str]]:
        """Attach a plug for the length of the block; yield a function that returns a peer's user id.

        Raises NotFoundError CONNECTION_NOT_FOUND, AlreadyExistsError SENDER_EXISTS, ResourceExhaustedError
        TOO_MANY_STREAMS, UnavailableError DAEMON_STOPPING.
        """
        connection = self.find(connection_id)
        self._require_running()
        with self._stream_slots.take(EVERYBODY):
            stream = connection.media.plug_in(plug, self._ticker.tick())
            self._ticker.wake()
            try:
                yield connection.user_id
            finally:
                connection.media.unplug(stream)

    @contextmanager
    def attending(self, connection_id: str, caller: str, buffer_bytes: int) -> Iterator[None]:
        """Hold a connection, and bytes of the caller's budget, for the length of a call.

        Raises ResourceExhaustedError BUFFERS_EXHAUSTED, UnavailableError DAEMON_STOPPING.
        """
        self._require_running()
        with self._buffers.take(caller, buffer_bytes):
            call = object()
            self._attendance.note(connection_id, call)
            try:
                yield
            finally:
                self._attendance.end(call)

    def _require_running(self) -> None:
        """Raise UnavailableError DAEMON_STOPPING."""
        if self._stopped:
            raise stopping()

    def tick(self, tick: int) -> bool:
        """Speak one frame on every connection, then hear one; return whether another tick is needed.

        Doing one kind of work at a time keeps its code and tables in the processor's caches. A bug on one
        connection ends the audio of that connection alone, and is raised after all others are done.
        """
        busy = [connection for connection in self._connections.values() if not connection.idle]
        failures = [failure for one in busy if (failure := _failure_of(one, one.speak, tick))]
        failures += [failure for one in busy if (failure := _failure_of(one, one.hear, tick))]
        if failures:
            raise ExceptionGroup("audio failed", failures)
        return bool(busy)


def _keep_quiet(_connection_id: str, _event: object) -> None:
    """Tell nobody."""


def _failure_of(connection: Connection, work: Callable[[int], None], tick: int) -> Exception | None:
    try:
        work(tick)
    except Exception as failure:  # noqa: BLE001 - raised again by the caller
        connection.media.end(UnavailableError("AUDIO_FAILED", "this audio failed; the daemon's log says how"))
        return failure
    return None
