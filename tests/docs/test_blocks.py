"""What the documents print works as printed: all commands of one, in one terminal, in a fresh clone."""

from __future__ import annotations

import ast
import os
import re
import shutil
import signal
import subprocess
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.http.installed import free_port

from .blocks import Block, blocks_of, session
from .clean_copy import ROOT, make_repository, make_template

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCUMENTS: Final = (
    "README.md",
    "docs/ACCESS.md",
    "docs/AUDIO-SOCKET.md",
    "docs/CAPTIONS.md",
    "docs/CONFORMANCE.md",
    "docs/GETTING-STARTED.md",
    "docs/HLS.md",
    "docs/HTTP.md",
    "docs/MANAGED-ROOMS.md",
    "docs/OPERATING.md",
    "docs/PLAYERS.md",
    "docs/PYTHON-CLIENT.md",
    "docs/RECORDINGS.md",
    "docs/SECURITY.md",
    "docs/SOCKETS.md",
    "docs/VIDEOSDK.md",
    "docs/WEBHOOKS.md",
    "docs/WEBSOCKET.md",
)
NODE: Final = "node --experimental-websocket"


def runnable(block: Block) -> Block:
    """Return a block, left out if it needs a Node.js that is not installed; nothing else builds on it."""
    if NODE in block.text and not can_run(NODE):
        return replace(block, reason="needs Node.js 20.10 or newer.")
    return block


def can_run(command: str) -> bool:
    """Return whether a command that takes a script from stdin is installed and knows its options."""
    with suppress(OSError):
        return not subprocess.run(command.split(), input=b"", check=False, capture_output=True).returncode
    return False


BLOCKS: Final = {name: [runnable(block) for block in blocks_of(ROOT / name, ROOT)] for name in DOCUMENTS}
LEFT_OUT: Final = [block for blocks in BLOCKS.values() for block in blocks if block.reason]
NEEDED: Final = ("curl", "git", "jq", "make")
PATIENCE: Final = 110.0
_ADDRESSES: Final = "export ODIND_SERVER__LISTEN=127.0.0.1:7710 ODIND_HTTP__LISTEN=127.0.0.1:7711\n"
_AS_AFTER_README: Final = (
    "git clone --quiet REPOSITORY odind && cd odind && export PATH=$PWD/.venv/bin:$PATH\n"
)
HEARD: Final = re.compile(r'"level_dbfs": ?-[1-4]\d\.')


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A reader's home, with a repository to clone."""
    folder = tmp_path_factory.mktemp("reader")
    make_template(folder, make_repository(folder))
    return folder


class Terminal:
    """Somebody whose home is new tries all blocks of a document, in an empty folder."""

    def __init__(self, document: str, home: Path, folder: Path) -> None:
        for name in ("run", "clones"):
            (folder / name).mkdir(parents=True)
        opening = _ADDRESSES + ("" if document == "README.md" else _AS_AFTER_README)
        self._output = folder / "output"
        with self._output.open("wb") as output:
            self._process = subprocess.Popen(
                ("bash", "-c", session(BLOCKS[document], opening, replacements(home))),
                env=environment(home, folder),
                cwd=folder / "clones",
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait(self) -> tuple[int, str]:
        """Wait until all is tried; return exit code and output."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(PATIENCE)
        self.close()
        return self._process.returncode, self._output.read_text()

    def close(self) -> None:
        """Kill what is left."""
        end_session(self._process.pid)
        self._process.wait()


@pytest.fixture
def terminal(document: str, home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    """A terminal in which the commands of a document are tried, below a path short enough for sockets."""
    opened = Terminal(document, home, tmp_path_factory.mktemp("terminal"))
    yield opened
    opened.close()


def end_session(session_id: int) -> None:
    """Kill what is left of a terminal: each job has a process group of its own."""
    for entry in Path("/proc").iterdir():
        with suppress(ValueError, ProcessLookupError):
            if os.getsid(number := int(entry.name)) == session_id:
                os.kill(number, signal.SIGKILL)


def environment(home: Path, folder: Path) -> dict[str, str]:
    """What a reader's terminal would have, and the addresses that the blocks' are replaced by."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TERM") if name in os.environ}
    return kept | {
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(folder / "run"),
        "GIT_TEMPLATE_DIR": str(home / "template"),
        "ODIND_LOG__LEVEL": "warning",
    }


def replacements(home: Path) -> dict[str, str]:
    """Return what stands for what is printed: where the repository is, and ports that nobody else uses."""
    return {
        "REPOSITORY": str(home / "repository"),
        "127.0.0.1:7710": f"127.0.0.1:{free_port()}",
        "127.0.0.1:7711": f"127.0.0.1:{free_port()}",
        "127.0.0.1:7720": f"127.0.0.1:{free_port()}",
        "127.0.0.1:7721": f"127.0.0.1:{free_port()}",
    }


def measured(document: str) -> list[Block]:
    """Return the blocks of a document that show how loud somebody is heard."""
    return [block for block in BLOCKS[document] if "audio level" in block.text and not block.reason]


def said_by(block: Block, output: str) -> str:
    """Return the part of a terminal's output that belongs to a block."""
    return output.partition(f"== {block}\n")[2].partition("\n== ")[0]


def lacking() -> list[str]:
    """Return the programs that the documents use and that are not installed."""
    return [program for program in NEEDED if not shutil.which(program)]


@pytest.mark.skipif(bool(lacking()), reason=f"not installed: {lacking()}")
@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_commands_of_a_document_work_as_printed(document: str, terminal: Terminal):
    code, output = terminal.wait()
    assert code == 0, output
    for block in measured(document):
        assert HEARD.search(said_by(block, output)), f"nobody was heard in {block}:\n{output}"


@pytest.mark.parametrize("block", LEFT_OUT, ids=str)
def test_a_block_is_left_out(block: Block):
    pytest.skip(f"{block} is not tested: {block.reason}")


@pytest.mark.parametrize("document", sorted(path.name for path in (ROOT / "docs").glob("*.md")))
def test_the_python_of_a_document_is_python(document: str):
    for block in blocks_of(ROOT / "docs" / document, ROOT):
        if block.language == "python":
            compile(block.text, str(block), "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
