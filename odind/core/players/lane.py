"""A lane with a queue: what callers do to it, and what they are told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.sound.fader import factor
from odind.core.timing.tick import RATE_HZ, TICK_S
from odind.core.voice.barge_in import BargeInOutcome
from odind.core.voice.interruption import Interruption

from .deck import Deck
from .events import (
    BargeInEnded,
    BargeInStarted,
    EndReason,
    ItemEnded,
    ItemFailed,
    ItemStarted,
    ItemStuck,
    PlayerPaused,
    PlayerResumed,
    PlayerSeeked,
    QueueChanged,
    StreamTitleChanged,
)
from .loader import Loader
from .ports import Severity, SoundFailure
from .queue import Queue
from .refusals import no_barge_in, no_positions, nothing_plays
from .settings import LaneSettings
from .source import SourceKind
from .view import LaneState, LaneView

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from odind.core.sound.samples import Samples
    from odind.core.voice.talkers import Utterance

    from .changes import LaneChanges
    from .events import PlayerEvent
    from .ports import Sounds
    from .settings import Item, LaneKind, Placing
    from .track import Track

_GLIDE: Final = RATE_HZ // 20
"""A change of volume takes 50 ms."""
_EMPTY: Final = SoundFailure("SOUND_EMPTY", "there is not one sample in it")
_STUCK: Final = SoundFailure("SOUND_STUCK", "nothing came of it any more", Severity.SUSPICIOUS)


class QueueLane:
    """Implements the deck's `Bill` by a queue. Belongs to the loop.

    `changed` is called after every change of what `settings` says, but for the position that goes on.
    `utterances` returns what peers are saying.
    """

    def __init__(
        self,
        kind: LaneKind,
        sounds: Sounds,
        tell: Callable[[PlayerEvent], None],
        changed: Callable[[], None],
        utterances: Callable[[], Sequence[Utterance]],
    ) -> None:
        self.kind = kind
        self._sounds = sounds
        self._tell = tell
        self._changed = changed
        self._queue = Queue()
        self._set = LaneSettings()
        self._loader = Loader(sounds)
        self._interruption = Interruption(self, utterances)
        self.deck = Deck(self, self._loader)
        self._resume_at: int | None = None
        self._told = False
        self._heard = 0
        self._title = ""
        self._failures: dict[Track, SoundFailure] = {}

    # As callers see it

    @property
    def settings(self) -> LaneSettings:
        """What was set, the queue and the position."""
        return self._set.with_items(tuple(self._queue.items), self._queue.revision, self.position)

    @property
    def position(self) -> int:
        """Where the first item is, in samples."""
        if self.deck.track:
            return self.deck.track.position
        if self._resume_at is not None:
            return self._resume_at
        return self.first.start if self.first else 0

    @property
    def item_id(self) -> str:
        """The id of the first item, "" for none."""
        return self.first.item_id if self.first else ""

    @property
    def idle(self) -> bool:
        """Whether there is nothing to be heard, and nothing to come."""
        if self.deck.sounding or self._interruption.rule:
            return False
        return self.first is None or self._set.paused

    @property
    def gives_way(self) -> bool:
        """Whether it matters who speaks."""
        return self._set.barge_in is not None

    @property
    def view(self) -> LaneView:
        """The lane as it is now."""
        track, item = self.deck.track, self.first
        return LaneView(
            self.kind,
            self.settings,
            self._state,
            (track.length or 0) / RATE_HZ if track else 0.0,
            track.sound.title if track else "",
            self._sounds.loudness(item.source)
            if item and self._set.loudness_target_lufs is not None
            else None,
        )

    @property
    def _state(self) -> LaneState:
        track = self.deck.track
        if self.first is None:
            return LaneState.IDLE
        if self._set.paused:
            return LaneState.PAUSED
        if self._interruption.rule:
            return LaneState.INTERRUPTED
        if self.deck.stuck:
            return LaneState.STUCK
        return LaneState.PLAYING if track and track.played else LaneState.LOADING

    # What callers do

    def restore(self, settings: LaneSettings) -> None:
        """Be as a lane was in another process."""
        self._queue = Queue(settings.items, settings.revision)
        self._apply(settings)
        if self.first and settings.position > self.first.start:
            self._resume_at, self._told = settings.position, True

    def enqueue(self, items: Sequence[Item], placing: Placing, expected: int | None) -> None:
        """Put items into the queue; raises QUEUE_CHANGED, QUEUE_TOO_LONG."""
        self._queue.require(expected)
        self._edit(lambda: self._queue.place(items, placing), EndReason.REPLACED)

    def remove(self, item_ids: Collection[str], expected: int | None) -> None:
        """Drop items; raises QUEUE_CHANGED, ITEM_NOT_FOUND."""
        self._queue.require(expected)
        self._edit(lambda: self._queue.remove(item_ids), EndReason.STOPPED)

    def clear(self) -> None:
        """Drop all items."""
        self._drop_all(EndReason.STOPPED)

    def skip(self, item_id: str) -> None:
        """Go on with the next item, or with the one that is named; raises ITEM_NOT_FOUND."""
        self._edit(lambda: self._queue.skip(item_id), EndReason.SKIPPED)

    def move(self, item_id: str, before: str, expected: int | None) -> None:
        """Put an item before another one, "" at the end; raises QUEUE_CHANGED, ITEM_NOT_FOUND."""
        self._queue.require(expected)
        self._edit(lambda: self._queue.move(item_id, before), EndReason.STOPPED)

    def shuffle(self, seed: int) -> None:
        """Put what follows the first item into an order that the seed decides."""
        self._edit(lambda: self._queue.shuffle(seed), EndReason.STOPPED)

    def update(self, changes: LaneChanges) -> None:
        """Change settings and position; raises PLAYER_INVALID, NOTHING_PLAYS, and then changes nothing."""
        wanted = changes.applied_to(self._set)
        if changes.position_s is not None and self.first is None:
            raise nothing_plays()
        if changes.position_s is not None and self.first and self.first.source.kind is SourceKind.STREAM:
            raise no_positions()
        if changes.paused is not None or wanted.barge_in is None:
            self._interruption.overtake()
        was_paused = self._set.paused
        self._apply(wanted)
        if changes.position_s is not None:
            self._seek(round(changes.position_s * RATE_HZ))
        if wanted.paused != was_paused:
            happened = PlayerPaused if wanted.paused else PlayerResumed
            self._tell(happened(self.kind, self.item_id, self._seconds))
        self._changed()

    def answer(self, *, confirm: bool) -> None:
        """Say whether the lane was interrupted; raises FailedPreconditionError NO_BARGE_IN."""
        if self._interruption.rule is None:
            raise no_barge_in()
        self._interruption.answer(confirm=confirm)

    def close(self) -> None:
        """The connection is over."""
        self._interruption.overtake()
        if self.deck.track and self._told:
            self._ended(self.deck.track, EndReason.CLEANUP)
        self._queue = Queue()
        self.deck.drop()

    def _apply(self, settings: LaneSettings) -> None:
        self._set = settings
        self._loader.target_lufs = settings.loudness_target_lufs
        self.deck.crossfade = round(settings.crossfade_s * RATE_HZ)
        self._set_level()

    def _set_level(self) -> None:
        level = factor(self._set.volume_db - self._interruption.duck_db)
        if self.deck.volume.target != level:
            self.deck.volume.glide(level, _GLIDE if self.deck.sounding else 0)

    def _seek(self, position: int) -> None:
        if self.deck.track:
            self._heard = self.deck.track.heard
        self.deck.drop()
        self._resume_at = position
        self._tell(PlayerSeeked(self.kind, self.item_id, position / RATE_HZ))

    def _edit(self, edit: Callable[[], Sequence[Item] | None], reason: EndReason) -> None:
        """Change the queue; another first item begins, and what has begun and was dropped has ended."""
        first, revision = self.first, self._queue.revision
        edit()
        if self.first is not first:
            if self.deck.track and self._told:
                self._ended(self.deck.track, reason)
            self._begin_anew()
            self.deck.drop()
            self._interruption.overtake()
        self._note_queue(revision)

    def _drop_all(self, reason: EndReason) -> None:
        self._edit(lambda: self._queue.remove({item.item_id for item in self._queue.items}), reason)

    # Who speaks

    def due(self) -> Callable[[], None] | None:
        """Return what is to be done in this tick because somebody speaks or spoke, None for nothing."""
        if self._interruption.rule and self.first is None:
            return self._interruption.overtake
        yielding = self.deck.sounding and self.first is not None and self.first.interruptible
        return self._interruption.due(self._set.barge_in, sounding=yielding)

    def on_gives_way(self, cause: Utterance) -> None:
        """Pause or be lower, and tell it."""
        self._set_level()
        self._tell(BargeInStarted(self.kind, self.item_id, self._seconds, cause.peer_id, cause.user_id))

    def on_decided(self, outcome: BargeInOutcome, *, by_deadline: bool) -> None:
        """Go on, or drop everything."""
        self._set_level()
        self._tell(BargeInEnded(self.kind, outcome, by_deadline))
        if outcome is BargeInOutcome.CONFIRMED:
            self._drop_all(EndReason.INTERRUPTED)

    # What the clock asks

    def next(self) -> Samples | None:
        """Return the next frame, None for nothing."""
        if self._silent:
            return self.deck.rest()
        if self._resume_at is not None and self.first:
            self.deck.cue(self._resume_at, self._heard)
            self._resume_at = None
        frame = self.deck.next()
        self._note_title()
        return frame

    def rest(self) -> Samples | None:
        """Return the frame in which what sounded falls silent, None in silence."""
        return self.deck.rest()

    @property
    def sounding(self) -> bool:
        """Whether something is heard."""
        return self.deck.sounding

    @property
    def steady_frames(self) -> int:
        """Frames that can be made before anything changes."""
        return 0 if self._silent else self.deck.steady_frames

    @property
    def _silent(self) -> bool:
        return self._set.paused or self._interruption.pauses

    # As the bill of the deck

    @property
    def first(self) -> Item | None:
        """The item to play."""
        return self._queue.first

    @property
    def following(self) -> Item | None:
        """The item after it."""
        return self._queue.next_of(self._set.repeat)

    def on_started(self, track: Track) -> None:
        """Tell that an item is heard, once."""
        if not self._told:
            length = (track.length or 0) / RATE_HZ
            self._tell(ItemStarted(self.kind, track.item, track.position / RATE_HZ, length))
        self._told = True

    def on_passed(self, track: Track) -> None:
        """Have the next item be the first."""
        revision = self._queue.revision
        failure = track.sound.failure
        if failure is None and not track.played and track.position == track.item.start:
            failure = _EMPTY
        self._leave(track, failure)
        self._note_queue(revision)

    def on_ended(self, track: Track) -> None:
        """Tell what became of an item."""
        failure = self._failures.pop(track, None)
        if failure:
            self._tell(ItemFailed(self.kind, track.item, failure))
        self._ended(track, EndReason.LOAD_FAILED if failure else EndReason.FINISHED)

    def on_stuck(self, track: Track, *, given_up: bool) -> None:
        """Tell it, and have the next item be the first once it is given up."""
        if not given_up:
            self._tell(ItemStuck(self.kind, track.item, self.deck.starved_ticks * TICK_S))
            return
        revision = self._queue.revision
        self._leave(track, _STUCK)
        self._note_queue(revision)

    def _leave(self, track: Track, failure: SoundFailure | None) -> None:
        self._begin_anew()
        if failure:
            self._failures[track] = failure
        is_there_again = failure is None and track.item.source.kind is not SourceKind.STREAM
        self._queue.finish(self._set.repeat, keep=is_there_again)

    def _begin_anew(self) -> None:
        """Another item is the first."""
        self._resume_at, self._told, self._heard, self._title = None, False, 0, ""

    def _ended(self, track: Track, reason: EndReason) -> None:
        spoken = track.sound.spoken(track.heard)
        self._tell(ItemEnded(self.kind, track.item, reason, track.heard / RATE_HZ, spoken))

    def _note_queue(self, revision: int) -> None:
        if self._queue.revision != revision:
            self._tell(QueueChanged(self.kind, self._queue.revision, len(self._queue.items)))
            self._changed()

    def _note_title(self) -> None:
        """Tell a new title: of a file, not its first; of what comes from the web, once it is heard."""
        track = self.deck.track
        title = track.sound.title if track else ""
        if track is None or title in ("", self._title):
            return
        of_the_web = track.item.source.kind is SourceKind.URL
        if of_the_web and not self._told:
            return
        if self._title or of_the_web:
            self._tell(StreamTitleChanged(self.kind, self.item_id, title))
        self._title = title

    @property
    def _seconds(self) -> float:
        return self.position / RATE_HZ
