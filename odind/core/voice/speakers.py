"""Who speaks on a connection: the speakers of lanes and plugs, and those that only say their last words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.core.errors import AlreadyExistsError
from odind.core.sound.format import SampleFormat
from odind.core.timing.tick import RATE_HZ

from .delivery import Lowering
from .desk import Desk
from .outgoing import Outgoing
from .plug import PlugSpeaker, plug_format
from .program import ProgramSpeaker
from .source import OpusSource, PcmSource
from .speaker import Speaker

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from odind.core.sound.format import AudioFormat

    from .delivery import Delivery
    from .lane_config import SendBuffer
    from .notices import Notice
    from .plug import Plug
    from .ports import Codecs, VoiceLink
    from .program import Program
    from .source import Source
    from .strip import Strip
    from .talkers import Utterance

    AnySpeaker = Speaker | PlugSpeaker


class Speakers:
    """Puts every speaker on the desk. Belongs to the loop.

    A speaker that is `released` says in the next ticks what it still may say. An exclusive one speaks alone:
    other lanes and devices are refused, and programs wait.
    """

    def __init__(
        self, codecs: Codecs, link: VoiceLink, utterances: Callable[[], Sequence[Utterance]]
    ) -> None:
        self.outgoing = Outgoing(codecs, link)
        self._codecs = codecs
        self._utterances = utterances
        self._desk = Desk(codecs, self.outgoing)
        self._strips: dict[AnySpeaker, Strip] = {}
        self._leaving: list[AnySpeaker] = []
        self._exclusive: Speaker | None = None
        self._ducked: list[Speaker] = []

    @property
    def idle(self) -> bool:
        """Whether nobody has a last word to say."""
        return not self._leaving

    @property
    def speaking(self) -> bool:
        """Whether the receivers have not been told that nothing is being said."""
        return bool(self._strips) and not self._desk.silent

    @property
    def give_way(self) -> bool:
        """Whether it matters to a lane who speaks."""
        return any(lane.gives_way for lane in self._lanes)

    # Coming and going

    def lane(
        self,
        audio_format: AudioFormat,
        buffer: SendBuffer,
        notify: Callable[[Notice], None],
        delivery: Delivery,
        *,
        exclusive: bool = False,
    ) -> Speaker:
        """Return the speaker of a lane; raises AlreadyExistsError SENDER_EXISTS."""
        self._admit(exclusive=exclusive)
        strip = self._strip_of(audio_format)
        source = self._source(audio_format, strip)
        speaker = Speaker(
            source, self.outgoing.send, buffer, notify, delivery=delivery, utterances=self._utterances
        )
        self._strips[speaker] = strip
        if exclusive:
            self._exclusive = speaker
        self._settle()
        return speaker

    def plug(self, plug: Plug) -> PlugSpeaker:
        """Return the speaker of a plug; raises AlreadyExistsError SENDER_EXISTS."""
        self._admit(exclusive=False)
        strip = self._desk.strip(*plug_format(plug.speaks).layout, captured=True)
        speaker = PlugSpeaker(plug, strip, self.outgoing)
        self._strips[speaker] = strip
        self._settle()
        return speaker

    def program(self, program: Program) -> ProgramSpeaker:
        """Return the speaker of a program, which anybody may speak beside."""
        self._drop_abandoned()
        strip = self._desk.strip(*plug_format(program.speaks).layout)
        speaker = ProgramSpeaker(program, strip, self.outgoing)
        self._strips[speaker] = strip
        return speaker

    def release(self, speaker: AnySpeaker) -> None:
        """Let a speaker without a stream say what it still may say."""
        self._leaving.append(speaker)
        self._settle()

    def clear(self) -> None:
        """The connection is over: nobody speaks any more."""
        for speaker in self._leaving:
            speaker.abandon()
        self._leaving.clear()
        self._strips.clear()
        self._settle()
        self.outgoing.close()

    def mute(self, *, muted: bool) -> None:
        """Silence plugs, and who has not said a last word yet, or let them speak."""
        self.outgoing.muted = muted
        for speaker in self._leaving:
            if muted and not speaker.abandoned:
                speaker.abandon()

    # What the clock asks

    def begin_tick(self, room_tick: int) -> None:
        """Say last words, before the streams say what they have; lanes learn of what was announced before."""
        for lane in self._ducked:
            lane.lower(self._lowering)
        for speaker in self._leaving:
            speaker.tick(room_tick)

    def end_tick(self) -> None:
        """Send the mix, after all have spoken, and let go of those that have said everything."""
        self._desk.tick()
        if drained := [speaker for speaker in self._strips if speaker.drained]:
            self._remove(drained)

    # Inside

    @property
    def _lowering(self) -> Lowering:
        programs = [one for one in self._strips if isinstance(one, ProgramSpeaker)]
        return max((program.lowers for program in programs), default=Lowering())

    @property
    def _lanes(self) -> list[Speaker]:
        return [one for one in self._strips if isinstance(one, Speaker)]

    def _admit(self, *, exclusive: bool) -> None:
        others = [one for one in self._strips if not (one.abandoned or isinstance(one, ProgramSpeaker))]
        if others and (exclusive or self._exclusive):
            raise AlreadyExistsError(
                "SENDER_EXISTS",
                "another stream speaks for this connection, and one of the two must speak alone; "
                "end it, or join once more",
            )
        self._drop_abandoned()

    def _drop_abandoned(self) -> None:
        """Let a new speaker take the word from those that only end what they were saying."""
        self._remove([one for one in self._leaving if one.abandoned])

    def _remove(self, speakers: Collection[AnySpeaker]) -> None:
        for speaker in speakers:
            self._strips.pop(speaker, None)
        self._leaving = [one for one in self._leaving if one not in speakers]
        self._settle()

    def _settle(self) -> None:
        """Keep on the desk who speaks; the echo canceller is on while one of them wants it."""
        self._desk.keep(self._strips.values())
        if self._exclusive and (self._exclusive not in self._strips or self._exclusive.abandoned):
            self._exclusive = None
        self._ducked = [lane for lane in self._lanes if lane.ducked]
        self.outgoing.reserved = self._exclusive is not None
        plugs = [speaker for speaker in self._strips if isinstance(speaker, PlugSpeaker)]
        self.outgoing.cancel_echo(wanted=any(plug.cancels_echo for plug in plugs))

    def _strip_of(self, audio_format: AudioFormat) -> Strip:
        packets = audio_format.sample_format is SampleFormat.OPUS
        layout = (RATE_HZ, 2) if packets else audio_format.layout
        return self._desk.strip(*layout, packets=packets)

    def _source(self, audio_format: AudioFormat, strip: Strip) -> Source:
        if strip.packets:
            return OpusSource(
                self._codecs.datagram,
                lambda: self.outgoing.place.on_the_wire,
                strip,
                self._codecs.packet_decoder,
            )
        return PcmSource(audio_format, strip)
