"""The code blocks of a Markdown document, and the one terminal in which a reader would try them all.

A block of `sh` is a command block. A block of `python` or `js` whose first line is a comment with a file name
is saved under that name. A block below a line like `*Not tested: needs Docker.*` is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_FENCE: Final = re.compile(
    r"(?:^\*Not tested: (?P<reason>[^*]+)\*\n\n?)?^```(?P<language>\w+)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_FILE: Final = re.compile(r"(?:#|//) (?P<name>[\w.-]+\.(?:py|mjs))\n")


@dataclass(frozen=True)
class Block:
    """One fenced block: `line` is that of its text; `reason` says why it is left out, if it is."""

    document: str
    line: int
    language: str
    text: str
    reason: str

    def __str__(self) -> str:
        return f"{self.document}:{self.line}"

    def script(self) -> str:
        """Return the block as what a reader types: commands as they are, a file as a here-document."""
        if self.language == "sh":
            return f"echo '== {self}' >&2\n{self.text}"
        name = _FILE.match(self.text)
        return f"cat > {name['name']} <<'END_OF_BLOCK'\n{self.text}END_OF_BLOCK\n" if name else ""


def blocks_of(file: Path, root: Path) -> Iterator[Block]:
    """Return the blocks of a document that commands or programs are in, in their order."""
    content = file.read_text()
    for fence in _FENCE.finditer(content):
        if fence["language"] in ("sh", "python", "js"):
            line = content.count("\n", 0, fence.start("text")) + 1
            name = str(file.relative_to(root))
            yield Block(name, line, fence["language"], fence["text"], (fence["reason"] or "").strip())


def session(blocks: list[Block], opening: str, replacements: Mapping[str, str]) -> str:
    """Return the script of a terminal in which all blocks are tried. Whoever is left in a room fails it.

    Jobs have groups of their own, as in a terminal, so that Ctrl-C can be sent to them.
    """
    script = opening + "".join(block.script() for block in blocks if not block.reason)
    for printed, real in replacements.items():
        script = script.replace(printed, real)
    return f"{_BEGINNING}{script}{_NOBODY_IS_LEFT}"


_BEGINNING: Final = """
set -meuo pipefail
trap 'kill $(jobs -p) 2>/dev/null || true; wait' EXIT
"""
_NOBODY_IS_LEFT: Final = """
echo '== nobody is left in a room' >&2
for _ in $(seq 50); do
    odindctl info >/dev/null 2>&1 || exit 0  # not even a daemon
    left=$(odindctl -o jsonl room list) || continue  # it was just going
    [ -n "$left" ] || exit 0
    sleep 0.2
done
echo "still there: $left" >&2
exit 1
"""
