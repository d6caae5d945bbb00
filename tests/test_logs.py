"""The log: one line an event, and no local variable in a traceback."""

from __future__ import annotations

import io
import json
import logging
import sys
from typing import TYPE_CHECKING, Any

import pytest
import structlog

from odind import logs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Terminal(io.StringIO):
    """A stderr that a person looks at."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def configure(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., io.StringIO]]:
    """Configure logging to a stderr of the test's own."""
    root, ours = logging.getLogger(), logging.getLogger("odind")
    handlers, levels = root.handlers[:], (root.level, ours.level)

    def run(level: str = "info", style: str = "auto", stderr: io.StringIO | None = None) -> io.StringIO:
        written = stderr or io.StringIO()
        monkeypatch.setattr(sys, "stderr", written)
        logs.configure(level, style)
        return written

    yield run
    root.handlers[:] = handlers
    root.setLevel(levels[0])
    ours.setLevel(levels[1])


def fail_with_a_secret() -> None:
    """Log a traceback through frames that hold a secret."""
    token = "planted" + "local"
    try:
        json.loads("{" + token[:0])
    except ValueError:
        structlog.get_logger("odind.test").exception("test.failed")


def entries(written: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def test_without_a_terminal_every_event_is_one_line_of_json(configure: Callable[..., io.StringIO]) -> None:
    written = configure()
    structlog.get_logger("odind.test").info("room.joined", room="a\nb", peers=3)
    (entry,) = entries(written)
    assert entry.pop("timestamp")
    assert entry == {
        "event": "room.joined",
        "room": "a\nb",
        "peers": 3,
        "level": "info",
        "logger": "odind.test",
    }


def test_a_terminal_gets_text(configure: Callable[..., io.StringIO]) -> None:
    written = configure(stderr=Terminal())
    structlog.get_logger("odind.test").info("room.joined", room="a")
    assert "room.joined" in written.getvalue()
    assert not written.getvalue().startswith("{")


def test_a_terminal_gets_json_when_it_is_asked_for(configure: Callable[..., io.StringIO]) -> None:
    written = configure(style="json", stderr=Terminal())
    structlog.get_logger("odind.test").info("room.joined")
    assert entries(written)[0]["event"] == "room.joined"


@pytest.mark.parametrize("style", ["json", "text"])
def test_a_traceback_shows_no_local_variables(configure: Callable[..., io.StringIO], style: str) -> None:
    written = configure(style=style)
    fail_with_a_secret()
    assert "JSONDecodeError" in written.getvalue()
    assert "fail_with_a_secret" in written.getvalue()
    assert "plantedlocal" not in written.getvalue()


@pytest.mark.parametrize("style", ["json", "text"])
def test_a_traceback_of_another_library_shows_none_either(
    configure: Callable[..., io.StringIO], style: str
) -> None:
    written = configure(style=style)
    token = "planted" + "local"
    try:
        int(token[:0])
    except ValueError:
        logging.getLogger("asyncio").exception("task failed")
    assert "ValueError" in written.getvalue()
    assert "plantedlocal" not in written.getvalue()


def test_what_is_less_than_the_level_is_not_logged(configure: Callable[..., io.StringIO]) -> None:
    written = configure("warning")
    log = structlog.get_logger("odind.test")
    log.info("room.joined")
    log.warning("room.lost")
    assert [entry["event"] for entry in entries(written)] == ["room.lost"]


def test_other_libraries_are_heard_from_warnings_on(configure: Callable[..., io.StringIO]) -> None:
    written = configure("debug")
    logging.getLogger("somelibrary").info("chatter")
    logging.getLogger("somelibrary").warning("trouble with %s", "x")
    (entry,) = entries(written)
    assert (entry["event"], entry["level"], entry["logger"]) == ("trouble with x", "warning", "somelibrary")


def test_what_is_bound_to_a_call_stands_on_each_of_its_lines(configure: Callable[..., io.StringIO]) -> None:
    written = configure()
    with structlog.contextvars.bound_contextvars(rpc="/x", rpc_id=7):
        structlog.get_logger("odind.test").info("rpc.ended")
    assert (entries(written)[0]["rpc"], entries(written)[0]["rpc_id"]) == ("/x", 7)


@pytest.mark.parametrize("level", logs.LEVELS)
def test_every_level_can_be_configured(configure: Callable[..., io.StringIO], level: str) -> None:
    configure(level)
    assert logging.getLogger("odind").level == getattr(logging, level.upper())
