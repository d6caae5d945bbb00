"""Exit codes, and what is said about errors and wrong command lines."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import click
import grpc
import pytest
from click.testing import CliRunner

from odind.cli import Verb, main
from odind.v1 import server_pb2

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.client.scripted_daemon import Context, ScriptedDaemon

    from .conftest import Odindctl

EXITS = [
    (grpc.StatusCode.INVALID_ARGUMENT, 3),
    (grpc.StatusCode.PERMISSION_DENIED, 4),
    (grpc.StatusCode.NOT_FOUND, 5),
    (grpc.StatusCode.ALREADY_EXISTS, 6),
    (grpc.StatusCode.FAILED_PRECONDITION, 7),
    (grpc.StatusCode.RESOURCE_EXHAUSTED, 8),
    (grpc.StatusCode.UNAVAILABLE, 9),
]


@pytest.mark.parametrize(("code", "exit_code"), EXITS, ids=lambda value: getattr(value, "name", ""))
async def test_every_error_class_has_its_exit_code_and_one_line(
    script: ScriptedDaemon, odindctl: Odindctl, code: grpc.StatusCode, exit_code: int
):
    script.fail("LeaveRoom", code, "SOME_REASON", 'no "c-1"\nhere', connection_id="c-1")

    for_people = await odindctl("room", "leave", "c-1")
    for_programs = await odindctl("--json", "room", "leave", "c-1")

    assert for_people.exit_code == for_programs.exit_code == exit_code
    assert for_people.stderr == 'error: no "c-1"\\nhere (SOME_REASON)\n'
    assert for_programs.error == {
        "code": code.name,
        "reason": "SOME_REASON",
        "message": 'no "c-1"\nhere',
        "metadata": {"connection_id": "c-1"},
    }
    assert for_people.stdout == for_programs.stdout == ""


async def test_a_bug_of_the_daemon_is_exit_code_1(script: ScriptedDaemon, odindctl: Odindctl):
    script.fail("GetInfo", grpc.StatusCode.INTERNAL, "X", "internal error")

    ended = await odindctl("info", "--json")

    assert ended.exit_code == 1
    assert ended.error == {
        "code": "INTERNAL",
        "reason": "INTERNAL",
        "message": "internal error",
        "metadata": {},
    }


async def test_a_call_that_takes_too_long_has_its_own_exit_code(script: ScriptedDaemon, odindctl: Odindctl):
    async def hang(_request: object, _context: Context) -> None:
        await asyncio.Event().wait()

    script.answer_with("GetInfo", hang)

    ended = await odindctl("info", "--timeout", "0.2")

    assert ended.exit_code == 10
    assert ended.stderr.endswith("(DEADLINE_EXCEEDED)\n")
    assert ended.stderr.count("\n") == 1


async def test_ctrl_c_during_a_call_is_exit_code_130(script: ScriptedDaemon, odindctl: Odindctl):
    asked = asyncio.Event()

    async def hang(_request: object, _context: Context) -> None:
        asked.set()
        await asyncio.Event().wait()

    script.answer_with("GetInfo", hang)
    process = await odindctl.start("info")
    await asked.wait()
    process.send_signal(2)
    stdout, stderr = await process.communicate()

    assert process.returncode == 130
    assert (stdout, stderr) == (b"", b"")


def test_no_daemon_is_exit_code_9_and_says_how_to_start_one(tmp_path: Path):
    ended = CliRunner().invoke(main, ["info", "--target", f"unix:{tmp_path}/nobody"])

    assert ended.exit_code == 9
    assert ended.stdout == ""
    assert "`odind serve`" in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_a_target_that_is_none_is_exit_code_3():
    ended = CliRunner().invoke(main, ["info", "--target", "nonsense"])

    assert ended.exit_code == 3
    assert ended.stderr.endswith("(TARGET_INVALID)\n")


@pytest.mark.parametrize(
    "arguments",
    [
        "nonsense",
        "info --timeout 0",
        "room join lobby",
        "room leave",
        "room leave c-1 --all",
        "room join lobby --user a --token t",
        "room join lobby --user a --user-data-text x --user-data-json 1",
        "message send",
        "message send --text a --json-value 1",
        "message send --json-value {",
        "message send --json-value NaN",
        "message send --to 0 --text a",
        "token create --user alice",
        "token create lobby",
        "token create lobby --user alice --lifetime soon",
        "key describe --access-key A --access-key-file -",
        "key describe --access-key-file -",
        "audio push missing.wav",
        "audio listen",
    ],
)
def test_a_wrong_command_line_is_exit_code_2_and_asks_nobody(arguments: str):
    ended = CliRunner().invoke(main, ["--target", "unix:/nobody", *arguments.split()])

    assert ended.exit_code == 2
    assert "Error:" in ended.stderr
    assert ended.stdout == ""


async def test_options_of_every_verb_stand_before_or_after_it_and_the_later_one_wins(
    script: ScriptedDaemon, odindctl: Odindctl
):
    script.answer("GetInfo", server_pb2.GetInfoResponse(version="1.2.3"))
    wrong, right = "unix:/nobody", script.target

    before = await odindctl("--target", right, "--json", "info", ODIND_TARGET=wrong)
    after = await odindctl("--target", wrong, "info", "--json", "--target", right)
    between = await odindctl("room", "--target", wrong, "list")

    assert before.document == after.document
    assert before.document["version"] == "1.2.3"
    assert between.exit_code == 9


def test_the_help_lists_every_exit_code():
    text = CliRunner().invoke(main, ["--help"]).stdout

    for code, exit_code in EXITS:
        assert f"{exit_code}    {code.name}." in text


def test_every_verb_has_help_and_an_example_that_names_it():
    for path, verb in verbs(main):
        text = CliRunner().invoke(main, [*path, "--help"]).stdout

        assert verb.help
        assert all(" ".join(["odindctl", *path]) in line for line in verb.example.splitlines()), path
        assert verb.example.splitlines()[-1] in text
        assert "--json" in text


def verbs(group: click.Group, *path: str) -> Iterator[tuple[tuple[str, ...], Verb]]:
    """Yield every verb of the tree with the words that lead to it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from verbs(command, *path, name)
        else:
            assert isinstance(command, Verb)
            yield (*path, name), command
