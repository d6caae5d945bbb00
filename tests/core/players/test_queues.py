"""What a player plays after what."""

from __future__ import annotations

import pytest

from odind.core.errors import (
    FailedPreconditionError,
    NotFoundError,
)
from odind.core.players.events import (
    EndReason,
    ItemEnded,
    ItemFailed,
    ItemStarted,
    QueueChanged,
)
from odind.core.players.settings import Placing, Repeat
from odind.core.players.source import SoundSource, SourceKind

from .stage import MUSIC, Stage, constant


def test_where_nothing_plays_nobody_can_seek() -> None:
    with pytest.raises(FailedPreconditionError, match="NOTHING_PLAYS"):
        Stage().update(position_s=1.0)


def test_a_failing_item_is_not_repeated_for_ever() -> None:
    stage = Stage()
    stage.update(repeat=Repeat.ALL)
    for number in range(8):
        stage.add(f"missing {number}")
    stage.hear(20)
    assert len(stage.told(ItemFailed)) == 8
    assert not stage.plugged


@pytest.mark.parametrize(
    ("repeat", "heard"), [(Repeat.ONE, "aaaa"), (Repeat.ALL, "abab"), (Repeat.OFF, "ab")]
)
def test_repeating(repeat: Repeat, heard: str) -> None:
    stage = Stage()
    stage.update(repeat=repeat)
    stage.add("a", constant(0.5, 0.1))
    stage.add("b", constant(0.25, 0.1))
    stage.hear(18)
    assert "".join(event.item.item_id[-1] for event in stage.told(ItemStarted))[:4] == heard


@pytest.mark.parametrize(
    ("placing", "order"),
    [
        (Placing.PLAY, "xbc"),
        (Placing.NEXT, "axbc"),
        (Placing.ADD, "abcx"),
        (Placing.REPLACE, "x"),
        (Placing.REPLACE_NEXT, "ax"),
    ],
)
def test_where_new_items_go(placing: Placing, order: str) -> None:
    stage = Stage()
    for name in "abc":
        stage.add(name, constant(0.5, 1))
    stage.hear(5)
    stage.add("x", constant(0.25, 1), placing=placing)
    assert "".join(one.item_id[-1] for one in stage.player.settings.music.items) == order
    stage.hear(2)
    replaced = [one.reason for one in stage.told(ItemEnded)]
    assert replaced == ([EndReason.REPLACED] if order[0] == "x" else [])


def test_queues_are_moved_shuffled_and_cleared_and_the_revision_says_so() -> None:
    stage = Stage()
    for name in "abcdef":
        stage.add(name, constant(0.5, 1))
    stage.player.reorder(MUSIC, lambda lane: lane.move("p-f", "p-b", 6))
    stage.player.reorder(MUSIC, lambda lane: lane.move("p-b", "", None))

    def order() -> str:
        return "".join(one.item_id[-1] for one in stage.player.settings.music.items)

    assert order() == "afcdeb"
    with pytest.raises(FailedPreconditionError, match="QUEUE_CHANGED"):
        stage.player.change(MUSIC, lambda lane: lane.remove(["p-c"], 6))
    with pytest.raises(NotFoundError, match="ITEM_NOT_FOUND"):
        stage.player.change(MUSIC, lambda lane: lane.remove(["p-c", "p-z"], None))
    stage.player.change(MUSIC, lambda lane: lane.remove(["p-c"], 8))
    assert order() == "afdeb"
    stage.player.reorder(MUSIC, lambda lane: lane.shuffle(7))
    shuffled = order()
    assert sorted(shuffled) == sorted("afdeb")
    assert shuffled[0] == "a"
    stage.player.change(MUSIC, lambda lane: lane.clear())
    assert order() == ""
    revisions = [event.revision for event in stage.told(QueueChanged)]
    assert revisions == sorted(set(revisions))


@pytest.mark.parametrize("repeat", [Repeat.ONE, Repeat.ALL])
def test_what_is_streamed_is_there_once_and_is_not_repeated(repeat: Repeat) -> None:
    stage = Stage()
    stage.update(repeat=repeat)
    stage.add("stream", constant(0.5, 0.1), source=SoundSource(SourceKind.STREAM, "stream"))
    stage.hear(20)
    assert len(stage.told(ItemStarted)) == 1
    assert not stage.told(ItemFailed)
    assert not stage.plugged
