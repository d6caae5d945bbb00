"""Documents as JSON and as YAML: whole, one after the other, harmless for a terminal."""

from __future__ import annotations

import json

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odind.cli import main
from odind.cli.outputs import FOR_PROGRAMS, YAML, written

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
DOCUMENTS = st.dictionaries(st.text(), VALUES, max_size=3)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # on a busy machine
@given(st.lists(DOCUMENTS, min_size=1, max_size=3))
def test_documents_in_yaml_follow_one_another(documents: list[dict[str, object]]):
    text = "\n".join(written(document, YAML) for document in documents)
    assert list(yaml.safe_load_all(text)) == documents


@pytest.mark.parametrize("output", FOR_PROGRAMS)
@given(DOCUMENTS)
def test_a_document_steers_no_terminal(output: str, document: dict[str, object]):
    text = written(document, output)
    assert text.isascii()
    assert text.replace("\n", "").isprintable()


def test_words_and_times_stay_text_in_yaml():
    document = {"user_id": "no", "joined_at": "2026-01-02T03:04:05Z", "room_id": "1.0", "state": ""}
    assert yaml.safe_load(written(document, YAML)) == document


@pytest.mark.parametrize(
    ("arguments", "code", "reason"),
    [("--target unix:/nobody info", 9, "DAEMON_UNREACHABLE"), ("info --nonsense", 2, "USAGE")],
)
def test_errors_are_in_the_form_that_was_asked_for(arguments: str, code: int, reason: str):
    for output, read in (("yaml", yaml.safe_load), ("json", json.loads)):
        ended = CliRunner().invoke(main, [*arguments.split(), "-o", output])
        assert (ended.exit_code, ended.stdout) == (code, "")
        assert ended.stderr.startswith("---\n") == (output == "yaml")
        assert read(ended.stderr)["error"]["reason"] == reason
