"""How `odind serve` ends when the daemon fails."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result

import odind
from odind import __main__ as command
from odind.core.errors import InvalidArgumentError, UnavailableError

TAKEN = UnavailableError("ADDRESS_TAKEN", "the address is taken")
WRONG = InvalidArgumentError("ADDRESS_INVALID", "the address is wrong")
IS_TAKEN = "odind: the address is taken (ADDRESS_TAKEN)\n"
IS_WRONG = "odind: the address is wrong (ADDRESS_INVALID)\n"


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run the command with a daemon that fails at once."""

    def run(failure: Exception) -> Result:
        async def fail(*_given: Any) -> None:
            raise failure

        monkeypatch.setattr(odind, "daemon", SimpleNamespace(serve=fail), raising=False)
        monkeypatch.setattr(command, "_prepare_for_children", lambda: None)
        monkeypatch.setattr(command, "configure", lambda *_how: None)
        return CliRunner().invoke(command.main, ["serve"])

    return run


@pytest.mark.parametrize(
    ("failure", "code", "said"),
    [
        (TAKEN, 1, IS_TAKEN),
        (WRONG, 2, IS_WRONG),
        (ExceptionGroup("tasks", [TAKEN]), 1, IS_TAKEN),
        (
            ExceptionGroup("tasks", [ExceptionGroup("more", [WRONG])]),
            2,
            IS_WRONG,
        ),
        (ExceptionGroup("tasks", [TAKEN, WRONG]), 2, IS_WRONG),
    ],
    ids=["one error", "a wrong setting", "an error of a task", "nested groups", "several errors"],
)
def test_a_failure_is_one_line_and_an_exit_code(serve: Any, failure: Exception, code: int, said: str):
    ended = serve(failure)
    assert (ended.exit_code, ended.output) == (code, said)
    assert isinstance(ended.exception, SystemExit)


def test_a_defect_keeps_its_traceback(serve: Any):
    failure = ExceptionGroup("tasks", [TAKEN, ZeroDivisionError()])
    assert serve(failure).exception is failure
