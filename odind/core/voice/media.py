"""The audio of one connection: any number of speakers and listeners, and how peers are heard."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

from odind.core.space.masks import Masks

from .arrivals import Arrivals
from .ear import Ear
from .events import SpeakingStarted, SpeakingStopped
from .hearing import Listening, PeerHearing
from .lane import Lane
from .listener import new_listener
from .own_voice import OwnVoice
from .plug import PlugStream
from .speakers import Speakers
from .talkers import Talkers
from .tap import Tap

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from odind.core.errors import OdindError
    from odind.core.sound.samples import Samples
    from odind.core.values.statistics import PeerStatistics, StreamStatistics

    from .events import VoiceEvent
    from .lane import LaneOwner
    from .lane_config import LaneConfig, Reception
    from .listener import Deliver
    from .plug import Plug
    from .ports import Codecs, VoiceLink, VoicePacket
    from .program import Program
    from .speaker import Speaker
    from .talkers import Utterance


class Media:
    """Routes voice between a room link and the lanes, plugs and taps on the connection. Belongs to the loop.

    The connection's own clock counts ticks from `first_tick`, the daemon's tick in which it was made.
    """

    def __init__(
        self,
        codecs: Codecs,
        link: VoiceLink,
        first_tick: int,
        user_id: Callable[[int], str],
        publish: Callable[[VoiceEvent], None],
        *,
        own_peer_id: Callable[[], int],
    ) -> None:
        self._codecs = codecs
        self._speakers = Speakers(codecs, link, self.utterances)
        self.outgoing = self._speakers.outgoing
        self.masks = Masks(link.set_channel_masks)
        self._first_tick = first_tick
        self._room_tick = 0
        self._publish = publish
        self._lanes: list[Lane] = []
        self._plugs: list[PlugStream] = []
        self._taps: list[Tap] = []
        self._own_voice = OwnVoice(codecs, own_peer_id)
        self.outgoing.on_send = self._on_send
        self._ears: dict[tuple[int, int], Ear] = {}
        self._talkers = Talkers(user_id, publish)
        self._speaking = False
        self._silenced = False
        self._hearing = False
        self._attentive = self._counting = False
        self.arrivals = Arrivals()
        self.user_id = user_id
        self.media_id = self._talkers.media_id
        self.received = 0
        self.received_bytes = 0
        self._underruns_before = 0
        self.listening = Listening()

    @property
    def room_tick(self) -> int:
        """The latest tick of the connection's clock."""
        return self._room_tick

    def room_tick_at(self, tick: int) -> int:
        """Return a tick of the daemon on the connection's clock."""
        return tick - self._first_tick

    @property
    def attached(self) -> int:
        """How many lanes and plugs are attached."""
        return len(self._lanes) + len(self._plugs)

    @property
    def idle(self) -> bool:
        """Whether no tick is needed."""
        return not (self.attached or self._taps or self._attentive) and self._speakers.idle

    @property
    def underruns(self) -> int:
        """Ticks of silence within speech, of all lanes that there are and were."""
        return self._underruns_before + sum(lane.underruns for lane in self._lanes)

    @property
    def queued_ms(self) -> int:
        """How much sound waits to be spoken, in milliseconds."""
        return sum(lane.speaker.queued_ms for lane in self._lanes if lane.speaker)

    @property
    def uses_codecs(self) -> bool:
        """Whether anything is encoded or decoded, and not only passed through."""
        return bool(self._ears) or self.outgoing.encodes

    # Lanes and plugs

    def open_lane(
        self,
        owner: LaneOwner,
        number: int,
        config: LaneConfig,
        tick: int,
        over: Callable[[], object] = lambda: None,
    ) -> Lane:
        """Attach a lane before `tick`; raises AlreadyExistsError SENDER_EXISTS when one must speak alone.

        `over` is called when it neither listens nor has anything to say any more.
        """
        self._room_tick = self.room_tick_at(tick)
        outbox, reception = owner.outbox, config.reception
        notify = partial(outbox.notify, number)
        lane = Lane(
            number,
            owner,
            self._speakers.lane(
                config.send, config.send_buffer, notify, config.delivery, exclusive=config.exclusive
            )
            if config.send
            else None,
            new_listener(number, reception, self, outbox.offer) if reception else None,
            room_tick=self._room_tick,
            detached=self._on_detached,
            over=over,
        )
        self._lanes.append(lane)
        self._hush()
        self._adjust_ears()
        return lane

    def _on_detached(self, lane: Lane, speaker: Speaker | None) -> None:
        """Take a lane off. Its speaker, if any, says in the next ticks what it still may say."""
        if lane not in self._lanes:
            return
        self._lanes.remove(lane)
        self._underruns_before += lane.underruns
        if speaker:
            self._speakers.release(speaker)
        self._hush()
        self._adjust_ears()

    def plug_in(self, plug: Plug, tick: int) -> PlugStream:
        """Attach a plug before `tick`; raises AlreadyExistsError SENDER_EXISTS when a lane speaks alone."""
        self._room_tick = self.room_tick_at(tick)
        return self._attach(PlugStream(plug, self._speakers.plug(plug) if plug.speaks else None))

    def play(self, program: Program) -> PlugStream:
        """Attach a program, which speaks from the next tick on until it is unplugged."""
        return self._attach(PlugStream(program, self._speakers.program(program)))

    def _attach(self, stream: PlugStream) -> PlugStream:
        self._plugs.append(stream)
        self._adjust_ears()
        return stream

    def unplug(self, stream: PlugStream) -> None:
        """Take a plug off; what it was saying is ended in the next ticks."""
        if stream not in self._plugs:
            return
        self._plugs.remove(stream)
        if stream.speaker:
            stream.speaker.abandon()
            self._speakers.release(stream.speaker)
        self._adjust_ears()

    def tap(
        self, reception: Reception, deliver: Deliver, ended: Callable[[OdindError], object], tick: int
    ) -> Tap:
        """Attach a tap before `tick`, which hears what a lane with that reception would hear, and us."""
        self._room_tick = self.room_tick_at(tick)
        tap = Tap(new_listener(0, reception, self, deliver), ended)
        self._taps.append(tap)
        self._adjust_ears()
        return tap

    def untap(self, tap: Tap) -> None:
        """Take a tap off."""
        if tap in self._taps:
            self._taps.remove(tap)
            self._adjust_ears()

    def silence(self, *, silenced: bool) -> None:
        """Let nothing be said while no lane is attached, or let it be said again."""
        self._silenced = silenced
        self._hush()

    def _hush(self) -> None:
        """Silence plugs, and what a detached lane has not said yet, exactly while nothing may be said."""
        self._speakers.mute(muted=self._silenced and not self._lanes)

    def end(self, error: OdindError, *, failed: bool = True) -> None:
        """The connection is over, and everything on it ends; nobody speaks any more.

        Unless it `failed`, which means that our caller wanted it, audio calls that have no other live lane
        end without an error.
        """
        self._underruns_before = self.underruns
        streams = self._streams
        self._lanes, self._plugs, self._taps = [], [], []
        self._talkers.fallen_silent(math.inf)
        for stream in streams:
            stream.end(error, failed=failed)
        self._adjust_ears()
        self._speakers.clear()

    @property
    def _streams(self) -> tuple[Lane | PlugStream | Tap, ...]:
        return *self._lanes, *self._plugs, *self._taps

    def _adjust_ears(self) -> None:
        """Keep one ear per layout listened to; the server sends voice only while somebody listens."""
        self._own_voice.adjust(self._taps, self._lanes)
        listeners = [stream.listener for stream in self._streams if stream.listener]
        formats = {listener.pcm.layout: listener.pcm for listener in listeners if listener.pcm}
        for layout in self._ears.keys() - formats.keys():
            self._ears.pop(layout).close()
        for layout in formats.keys() - self._ears.keys():
            self._ears[layout] = Ear(formats[layout], self._codecs.decoder)
        minds = bool(listeners) or self._attentive or self._speakers.give_way
        hearing = minds and not self.listening.deafened
        self.masks.listen(wanted=hearing, paused=self.listening.paused)
        if self._hearing and not hearing:
            self._tell_silent(self._talkers.fallen_silent(math.inf))
            self._talkers.clear()
        self._hearing = hearing

    # How peers are heard

    def apply_listening(self, listening: Listening) -> None:
        """Replace how peers are heard, from the next frame on."""
        if listening != self.listening:
            self.listening = listening
            self._adjust_ears()

    def attend(self, *, attentive: bool, counting: bool) -> None:
        """Have the server send voice, and tell who speaks, also while nobody listens; count what arrives."""
        self._counting = counting
        if attentive != self._attentive:
            self._attentive = attentive
            self._adjust_ears()

    def reset(self, peer_ids: Collection[int]) -> None:
        """Decode these peers anew, or all when none is named; what of them waits to be played is dropped."""
        for ear in self._ears.values():
            for peer_id in peer_ids or ear.peer_ids:
                ear.forget(peer_id)

    def forget_peer(self, peer_id: int) -> None:
        """A peer is gone, and what it left unsaid."""
        self._talkers.forget(peer_id)
        self.arrivals.forget(peer_id)
        for ear in self._ears.values():
            ear.forget(peer_id)
        for stream in self._streams:
            if stream.listener:
                stream.listener.forget(peer_id)

    def drop_settings(self, peer_id: int) -> None:
        """A peer is gone for good: forget what was set for it."""
        self.masks.forget(peer_id)
        self.apply_listening(self.listening.without([peer_id]))

    def rejoined(self, present: Collection[int]) -> None:
        """A server has just let us in: tell it what we want, and where we are."""
        gone = {*self.listening.peers, *self.masks.settings.peers} - set(present)
        self.apply_listening(self.listening.without(gone))
        self.masks.apply(self.masks.settings.without(gone))
        self.masks.rejoined()
        self.outgoing.joined()

    # Voice

    def take_voice(self, packet: VoicePacket) -> None:
        """Take a packet of a peer; what is still under way when nobody listens any more is ignored."""
        if packet.opus is not None:
            self.received += 1
            self.received_bytes += len(packet.datagram)
        if not self._hearing:
            return
        if self._counting and packet.opus is not None:
            self.arrivals.on_packet(packet)
        began = self._talkers.on_packet(packet, self._room_tick)
        if began is not None:
            self._tell_speaking(packet.peer_id, speaking=began)
        for ear in self._ears.values():
            ear.push(packet.peer_id, packet.datagram)
        if self.listening.muted(packet.peer_id):
            return
        for stream in self._streams:
            if stream.listener:
                stream.listener.on_packet(packet, self._room_tick)

    def utterances(self) -> list[Utterance]:
        """Return what peers are saying that were not muted."""
        return [said for said in self._talkers.utterances() if not self.listening.muted(said.peer_id)]

    def _on_send(self, datagram: bytes) -> None:
        if self._own_voice.wanted:
            self._own_voice.take(datagram, self._room_tick)

    def speak(self, tick: int) -> None:
        """Speak one frame."""
        self._room_tick = self.room_tick_at(tick)
        self._speakers.begin_tick(self._room_tick)
        for stream in self._streams:
            stream.speak(self._room_tick)
        self._speakers.end_tick()

    def hear(self, tick: int) -> None:
        """Hear one frame, after `speak` of the same tick."""
        heard = {layout: self._audible(ear.pop(self._room_tick)) for layout, ear in self._ears.items()}
        own = self._own_voice.heard(self._room_tick)
        for stream in self._streams:
            if stream.listener:
                pcm = stream.listener.pcm
                voices = heard[pcm.layout] if pcm else {}
                if own and not isinstance(stream, PlugStream):
                    voices = self._own_voice.among(voices, own, stream.listener)
                stream.listener.hear(tick, self._room_tick, voices)
        self._tell_silent(self._talkers.fallen_silent(self._room_tick))
        self._tell_own_speaking()
        self.outgoing.tick()

    def streams(self) -> tuple[StreamStatistics, ...]:
        """Return what was counted on each lane, oldest first."""
        return tuple(lane.stats() for lane in self._lanes)

    def decoders(self) -> tuple[PeerStatistics, ...]:
        """Return what each decoder counted, by peer id."""
        counters = [one for ear in self._ears.values() for one in ear.stats()]
        return tuple(sorted(counters, key=lambda one: one.peer_id))

    def _audible(self, heard: dict[int, Samples]) -> Mapping[int, Samples]:
        """Apply what was set for single peers; in most rooms nothing was."""
        listening = self.listening
        if listening.deafened:
            return {}
        if not listening.peers:
            return heard
        usual = PeerHearing()
        return {
            peer_id: samples
            if (hearing := listening.peers.get(peer_id, usual)) == usual
            else samples * hearing.factor
            for peer_id, samples in heard.items()
            if not listening.muted(peer_id)
        }

    def _tell_own_speaking(self) -> None:
        speaking = self._speakers.speaking
        if speaking != self._speaking:
            self._speaking = speaking
            self._tell_speaking(0, speaking=speaking)

    def _tell_silent(self, peer_ids: list[int]) -> None:
        for peer_id in peer_ids:
            self._tell_speaking(peer_id, speaking=False)

    def _tell_speaking(self, peer_id: int, *, speaking: bool) -> None:
        user_id = self.user_id(peer_id) if peer_id else ""
        media_id = self.media_id(peer_id)
        self._publish((SpeakingStarted if speaking else SpeakingStopped)(peer_id, user_id, media_id))
