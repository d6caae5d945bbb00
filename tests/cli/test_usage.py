"""Wrong command lines: as JSON where JSON is asked for, and no number that cannot be sent."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from odind.cli import main
from odind.cli.grid_text import status_text

from .test_endings import verbs

if TYPE_CHECKING:
    from click.testing import Result

RANGES = (click.IntRange, click.FloatRange)


def run(arguments: str) -> Result:
    """Run the command in this process, against nobody."""
    return CliRunner().invoke(main, ["--target", "unix:/nobody", *arguments.split()])


@pytest.mark.parametrize(
    ("arguments", "command", "words"),
    [
        ("--json nonsense", "odindctl", "nonsense"),
        ("info --nonsense --json", "odindctl info", "--nonsense"),
        ("--nonsense --json info", "odindctl", "--nonsense"),
        ("room join lobby --json", "odindctl room join", "--user or --token"),
        ("room leave --json", "odindctl room leave", "--all"),
        ("info --json --timeout -1", "odindctl info", "--timeout"),
        ("room --json", "odindctl room", "Missing command"),
        ("room -o jsonl", "odindctl room", "Missing command"),
        ("--json room", "odindctl room", "a verb is missing"),
    ],
)
def test_a_wrong_command_line_is_a_document_with_json(arguments: str, command: str, words: str):
    ended = CliRunner().invoke(main, arguments.split(), prog_name="odindctl")

    error = json.loads(ended.stderr)["error"]
    assert ended.exit_code == 2
    assert (error["code"], error["reason"]) == ("INVALID_ARGUMENT", "USAGE")
    assert error["metadata"] == {"command": command}
    assert words in error["message"]
    assert ended.stdout == ""


@pytest.mark.parametrize(
    "arguments",
    [
        "processing set voice --echo-delay -1",
        "processing set voice --echo-delay 4294967296",
        "processing set voice --gain nan",
        "audio push - --rate -1",
        "audio push - --channels -1",
        "audio listen --out x.wav --seconds inf",
        "device capture --rate -1",
        "device capture --block -1",
        "device playback --peer -1",
        "device level --interval -1",
        "message send --to 4294967296 --text x",
        "position set 64:0,0,0",
        "position set 99999999999999999999:0,0,0",
        "mask set --peer 99999999999999999999=all",
        "grid fault alice --drop -1",
        "info --timeout nan",
        "info --wait -1",
    ],
)
def test_a_number_that_cannot_be_sent_is_a_wrong_command_line(arguments: str):
    ended = run(arguments)

    assert ended.exit_code == 2, ended.output
    assert "Error:" in ended.stderr


def test_every_number_on_the_command_line_has_bounds():
    for path, verb in verbs(main):
        for parameter in verb.get_params(click.Context(verb)):
            kind = parameter.type
            bare = kind.name in {"integer", "float"} or (
                isinstance(kind, click.IntRange) and None in {kind.min, kind.max}
            )
            assert not bare, (path, parameter.name)
            assert not isinstance(kind, click.FloatRange) or type(kind).__name__ == "Number", path


def test_the_status_of_a_grid_is_a_table():
    text = status_text(
        {
            "gateway": "http://127.0.0.1:1",
            "udp": "127.0.0.1:2",
            "connections": 1,
            "rooms": [
                {"namespace": "n", "room_id": "lobby", "peers": [{"peer_id": 3, "user_id": "al\x1bice"}]}
            ],
            "counters": {"joins": 3, "slow_readers": 0},
            "faults": {
                "datagrams": [
                    {
                        "user_id": "alice",
                        "room_id": None,
                        "direction": "sent",
                        "drop": 0.5,
                        "duplicate": 0.0,
                        "reorder": 0.0,
                        "delay": 0.1,
                        "jitter": 0.0,
                    }
                ],
                "blackholes": [{"user_id": "bob", "room_id": "lobby", "seconds_left": 1.5}],
                "refuse_joins": "full",
            },
        }
    )

    assert [line.split() for line in text.splitlines()] == [
        ["gateway", "http://127.0.0.1:1"],
        ["sfu", "127.0.0.1:2"],
        [],
        ["NAMESPACE", "ROOM", "PEER", "USER"],
        ["n", "lobby", "3", "al\\x1bice"],
        [],
        ["COUNTER", "TOTAL"],
        ["joins", "3"],
        [],
        ["USER", "ROOM", "FAULT"],
        ["alice", "all", "sent:", "drop", "0.5,", "delay", "0.1"],
        ["bob", "lobby", "blackhole", "for", "1.5", "s"],
        [],
        ["joins", "are", "refused:", "full"],
    ]
