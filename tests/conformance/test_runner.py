"""`odind conformance`: our own client passes, and every wilful fault is found."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import httpx
import pytest
from click.testing import CliRunner

from odind.__main__ import main
from odind.conformance.cases import CASES
from odind.conformance.http_face import HttpFace
from odind.conformance.script import ScriptedDaemon

if TYPE_CHECKING:
    from click.testing import Result

OF_GRPC = [case for case in CASES if case.needs & {"grpc", "door"}]
ROOT = Path(__file__).parents[2]
DRIVER = [sys.executable, str(ROOT / "clients/python/conformance/driver.py")]
HTTP = [sys.executable, str(Path(__file__).with_name("http_driver.py"))]
FAULTY = [sys.executable, str(Path(__file__).with_name("faulty.py"))]
FAULTS = [
    ("loses-reasons", "errors/class/NOT_FOUND", "code and reason must be"),
    ("loses-metadata", "errors/class/NOT_FOUND", "metadata must be"),
    ("counts-in-doubles", "values/u64-max", "sequence must be"),
    ("speaks-no-json", "target/unix", "what cannot be read"),
    ("ignores-credit", "speak/credit-resumes", "the number of samples that were sent on a credit of 1,000"),
    ("ignores-credit", "door/speak/credit-is-kept/160", "beyond the credit must be 0"),
    ("changes-sound", "speak/credit-is-kept/160", "other samples than were written"),
    ("marks-too-early", "speak/marks-in-order", "the second mark must not be reached yet"),
    ("closes-nothing", "speak/close-drops", "nothing more happened for 2 s"),
    ("drains-nothing", "speak/drain", "nothing more happened for 2 s"),
    ("says-nothing", "target/unix", "nothing more happened for 2 s"),
    ("dies", "target/unix", "the driver has ended"),
    ("leaves-calls-open", "watch/stop-leaves-no-call", "nothing more happened for 2 s"),
    ("joins-twice", "calls/no-retry-of-join", "the number of JoinRoom requests must be 1, but was 2"),
    ("ignores-its-target", "target/tcp", "an operation failed that must not: UNAVAILABLE DAEMON_UNREACHABLE"),
]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["conformance", *arguments])


def test_our_own_client_passes_every_case(tmp_path: Path):
    report = tmp_path / "report.json"

    ended = run("--report", str(report), "--", *DRIVER)

    assert ended.exit_code == 0, ended.output
    found = json.loads(report.read_text())
    assert found["conformant"] is True
    assert (found["client"], found["failed"], found["skipped"]) == ("python", 0, 0)
    assert found["passed"] == len(OF_GRPC) >= 60
    others = len(CASES) - len(OF_GRPC)
    assert ended.output.endswith(f"{len(OF_GRPC)} passed, 0 failed, 0 skipped, {others} not applicable\n")


def test_a_client_of_http_and_the_websocket_passes_the_cases_of_these_wires(tmp_path: Path):
    report = tmp_path / "report.json"

    ended = run("--report", str(report), "--", *HTTP)

    assert ended.exit_code == 0, ended.output
    found = json.loads(report.read_text())
    skipped = [case["name"] for case in found["cases"] if case["outcome"] == "skipped"]
    assert all("retr" in name or "follow" in name or "request-id" in name for name in skipped), skipped
    assert found["passed"] == len(CASES) - len(OF_GRPC) - len(skipped) >= 90
    assert found["inapplicable"] == len(OF_GRPC)


@pytest.mark.parametrize(
    ("fault", "case", "sentence"),
    [
        (
            "ignores-its-target",
            "http/calls/empty-messages",
            "the client must call the HTTP address that it was given",
        ),
        ("loses-reasons", "http/errors/class/NOT_FOUND", "code and reason must be"),
        ("loses-metadata", "http/errors/after-some-items", "metadata must be"),
        ("counts-in-doubles", "http/values/u64-max", "sequence must be"),
        ("ignores-credit", "ws/speak/credit-resumes", "samples that were sent on a credit of 1,000"),
        ("assumes-headers-of-40-bytes", "ws/listen/longer-header", "the sound of the frame must be"),
    ],
)
def test_a_wilful_fault_over_http_is_found(fault: str, case: str, sentence: str):
    ended = run("--patience", "2", "--case", case, "--", *HTTP, fault)

    assert ended.exit_code == 1
    assert f"failed   {case}" in ended.output
    assert sentence in ended.output


async def test_a_page_of_an_origin_that_the_driver_names_may_call(tmp_path: Path):
    script = ScriptedDaemon(tmp_path / "odind.sock")

    async with HttpFace(script, ["http://localhost:5173"]) as face, httpx.AsyncClient() as client:
        url = f"{face.url}/odind.v1.ServerService/GetInfo"
        allowed = await client.post(url, json={}, headers={"origin": "http://localhost:5173"})
        refused = await client.post(url, json={}, headers={"origin": "http://elsewhere.example"})

    assert (allowed.status_code, refused.status_code) == (200, 403)


@pytest.mark.parametrize(("fault", "case", "sentence"), FAULTS)
def test_a_wilful_fault_is_found_and_told_in_a_sentence(fault: str, case: str, sentence: str):
    ended = run("--patience", "2", "--case", case, "--", *FAULTY, fault)

    assert ended.exit_code == 1
    assert f"failed   {case}" in ended.output
    assert sentence in ended.output
    assert ended.output.endswith("0 passed, 1 failed, 0 skipped\n")


def test_after_a_failure_the_next_case_has_a_driver_of_its_own():
    ended = run("--case", "calls/[de]*", "--patience", "2", "--", *FAULTY, "dies")

    assert "failed   calls/deadline" in ended.output
    assert "I am dying" in ended.output
    assert "failed   calls/empty-messages" in ended.output


def test_what_a_driver_does_not_know_is_skipped():
    ended = run("--case", "calls/[pe]*", "--", *FAULTY, "knows-no-list")

    assert ended.exit_code == 0
    assert "skipped  calls/pages\n         the driver does not know list" in ended.output
    assert ended.output.endswith("1 passed, 0 failed, 1 skipped\n")


def test_what_a_driver_has_no_feature_for_is_skipped_and_skipping_all_is_no_success():
    ended = run("--case", "watch/lost", "--", *FAULTY, "has-no-features")

    assert ended.exit_code == 1
    assert "skipped  watch/lost\n         needs watch" in ended.output


@pytest.mark.parametrize(
    ("fault", "wrong"),
    [
        ("is-of-another-protocol", "the driver speaks protocol 2, not 1"),
        ("ends-badly", "the driver exited with 3 at the end of its input"),
    ],
)
def test_a_driver_that_passes_but_keeps_no_order_does_not_conform(fault: str, wrong: str):
    ended = run("--case", "target/tcp", "--", *FAULTY, fault)

    assert ended.exit_code == 1
    assert wrong in ended.output


@pytest.mark.parametrize("command", [["/nowhere/driver"], [sys.executable, "-c", "print('hello')"]])
def test_a_driver_that_cannot_be_run_is_told(command: list[str]):
    ended = run("--patience", "2", "--", *command)

    assert ended.exit_code == 1
    assert "Error: the driver" in ended.output


class TestListOfCasesThatAreKnownToFail:
    def test_what_stands_there_and_fails_is_no_failure(self, tmp_path: Path):
        known = tmp_path / "known.txt"
        known.write_text("# one client's\nerrors/class/*  # loses reasons\n")

        ended = run("--known-failing", str(known), "--case", "errors/[ci]*", "--", *FAULTY, "loses-reasons")

        assert ended.exit_code == 0, ended.output
        assert ended.output.endswith("2 passed, 0 failed, 0 skipped, 7 known to fail\n")

    def test_what_stands_there_and_passes_is_a_failure(self, tmp_path: Path):
        known = tmp_path / "known.txt"
        known.write_text("target/unix\n")

        ended = run("--known-failing", str(known), "--case", "target/[ut]*", "--", *DRIVER)

        assert ended.exit_code == 1
        assert "it passes, but stands on the list" in ended.output

    def test_what_stands_there_and_names_no_case_is_refused(self, tmp_path: Path):
        known = tmp_path / "known.txt"
        known.write_text("target/unix\ntarget/*/*/*\n")

        ended = run("--known-failing", str(known), "--", *DRIVER)

        assert ended.exit_code == 2
        assert "names what is no case: target/*/*/*" in ended.output

    def test_a_list_that_is_not_there_is_told(self, tmp_path: Path):
        ended = run("--known-failing", str(tmp_path / "none"), "--", *DRIVER)

        assert ended.exit_code == 2
        assert "cannot be read" in ended.output


def test_the_outcomes_are_written_for_ci(tmp_path: Path):
    junit = tmp_path / "junit.xml"

    run("--junit", str(junit), "--case", "[ew]*/[cs]*", "--", *FAULTY, "loses-reasons")

    suite = ET.parse(junit).getroot()  # noqa: S314 - our own
    assert suite.get("name") == "conformance of python"
    assert suite.get("failures") == "7"
    failed = [case.get("name") for case in suite if case.find("failure") is not None]
    assert "NOT_FOUND" in failed
    assert "snapshot-first" not in failed


def test_the_cases_are_listed_with_what_they_ask():
    ended = run("--list", "--case", "watch/ends-ok")

    assert ended.output == (
        "watch/ends-ok [grpc, watch]: A watch that the daemon ends has ended, without an error.\n"
    )


def test_every_case_has_a_name_of_its_own_and_says_what_it_asks():
    assert len({case.name for case in CASES}) == len(CASES)
    assert [case.name for case in CASES if not case.says.endswith(".")] == []


@pytest.mark.parametrize(
    ("arguments", "words"), [(["--case", "nothing"], "no case fits nothing"), ([], "a driver is missing")]
)
def test_a_wrong_command_line_is_told(arguments: list[str], words: str):
    ended = run(*arguments)

    assert ended.exit_code == 2
    assert words in ended.output
