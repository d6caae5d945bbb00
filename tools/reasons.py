"""Collects every reason that odind gives, from its code and the comments of its protos.

    python tools/reasons.py        writes odind/cli/reasons.json and docs/REASONS.md

A reason is the first argument of an error of `odind.core.errors`, wherever one is made. Its texts are the
templates beside it, its calls those whose comment in proto/ promises it.
"""

from __future__ import annotations

import ast
import json
import re
from dataclasses import asdict, dataclass, field
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from odind.cli.explaining import ENDED, UNIMPLEMENTED, what_to_do
from odind.core.errors import ERRORS

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parents[1]
TABLE: Final = ROOT / "odind/cli/reasons.json"
DOCUMENT: Final = ROOT / "docs/REASONS.md"
NAME: Final = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")
_KINDS: Final = {kind.__name__: code for code, kind in ERRORS.items()} | {
    "AmbiguousError": "FAILED_PRECONDITION",
    "Budget": "RESOURCE_EXHAUSTED",
    "ConnectionLeft": ENDED,
    "Dismissed": ENDED,
    "JobEnding": ENDED,
    "LackError": "FAILED_PRECONDITION",
    "SoundEnd": ENDED,
    "SoundFailure": ENDED,
    "TokenError": "PERMISSION_DENIED",
    "TranscriptEnding": ENDED,
    "make_status": UNIMPLEMENTED,
}
"""What makes an error, and the code of what it makes."""
_OTHER_PROGRAMS: Final = ("v1", "bench", "conformance", "grid")
_SERVICE: Final = re.compile(r"^service (\w+) \{(.*?)^\}", re.MULTILINE | re.DOTALL)
_RPC: Final = re.compile(r"((?:^  //.*\n)+)  rpc (\w+)\(", re.MULTILINE)
_PAIR: Final = 2
_WORD: Final = re.compile(r"\b[A-Z]+(?:_[A-Z0-9]+)*\b")
_HEAD: Final = """# Reasons

Every error has a reason, which programs can rely on; `odindctl explain REASON` prints what stands here.
`{names}` in a text are metadata of the error. This page is made from the code and the protos by `make
reasons`.

| code | what to do |
| --- | --- |
"""


@dataclass
class Reason:
    """What is known of a reason."""

    codes: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)

    def add(self, code: str, text: str = "", call: str = "") -> None:
        """Note one place that gives the reason."""
        for values, value in ((self.codes, code), (self.texts, text), (self.calls, call)):
            if value and value not in values:
                values.append(value)


@dataclass(frozen=True)
class Maker:
    """A function that makes an error whose reason, but for `suffix`, its callers name."""

    code: str
    text: str
    suffix: str


@cache
def collect() -> dict[str, Reason]:
    """Return all reasons by name."""
    found: dict[str, Reason] = {}
    for name, code, text in sorted(set(_in_code())):
        found.setdefault(name, Reason()).add(code, text)
    for name, code, call in sorted(set(_in_protos())):
        found.setdefault(name, Reason()).add(code, call=call)
    return dict(sorted(found.items()))


def sources() -> list[Path]:
    """Return the files of the daemon, the client and odindctl."""
    package = ROOT / "odind"
    files = sorted(package.rglob("*.py"))
    return [file for file in files if file.relative_to(package).parts[0] not in _OTHER_PROGRAMS]


# In the code


def _in_code() -> Iterator[tuple[str, str, str]]:
    files = [list(ast.walk(ast.parse(file.read_text()))) for file in sources()]
    nodes = list(chain.from_iterable(files))
    yield from chain.from_iterable(map(_in_pairs, files))
    yield from chain.from_iterable(map(_in_rows, nodes))
    makers: dict[str, list[Maker]] = {}
    for function, maker in chain.from_iterable(map(_makers, nodes)):
        makers.setdefault(function, []).append(maker)
    for node in nodes:
        yield from _made(node)
        for maker in makers.get(_called(node), ()):
            yield from ((name, maker.code, maker.text) for name in _named_to(maker, node))


def _made(node: ast.AST) -> Iterator[tuple[str, str, str]]:
    """Yield the reason of an error that is made here, or stands in a table of errors."""
    if isinstance(node, ast.Call) and _called(node) in _KINDS:
        kind, texts = _called(node), _texts(node)
    elif isinstance(node, ast.Tuple) and (kinds := [one for one in node.elts if _name(one) in _KINDS]):
        kind, after = _name(kinds[0]), node.elts[node.elts.index(kinds[0]) + 1 :]
        texts = list(filter(None, map(_text, after)))
    else:
        return
    name = next(filter(NAME.fullmatch, texts), "")
    if name:
        yield name, _KINDS[kind], _template(texts)


def _in_pairs(nodes: list[ast.AST]) -> Iterator[tuple[str, str, str]]:
    """Yield the pairs of reason and advice in a file that makes one kind of error of them."""
    makers = list(chain.from_iterable(map(_makers, nodes)))
    for node in nodes:
        texts = list(map(_text, node.elts)) if isinstance(node, ast.Tuple) else []
        if makers and len(texts) == _PAIR and NAME.fullmatch(texts[0]) and " " in texts[1]:
            yield texts[0], makers[0][1].code, texts[1]


def _in_rows(function: ast.AST) -> Iterator[tuple[str, str, str]]:
    """Yield the rows that begin with a reason, in a function that makes an error of them."""
    for _, maker in _makers(function):
        for node in ast.walk(function):
            first = _text(node.elts[0]) if isinstance(node, ast.Tuple) and node.elts else ""
            if NAME.fullmatch(first):
                yield first, maker.code, maker.text


def _makers(node: ast.AST) -> Iterator[tuple[str, Maker]]:
    """Yield what a function makes whose callers name the reason."""
    if not isinstance(node, ast.FunctionDef):
        return
    for made in ast.walk(node):
        if isinstance(made, ast.Call) and _called(made) in _KINDS and not _literal(made):
            suffix = _suffix(made.args[0]) or _suffix(node)
            yield node.name, Maker(_KINDS[_called(made)], _template(_texts(made)), suffix)


def _literal(made: ast.Call) -> bool:
    """Whether the reason stands where the error is made."""
    return not made.args or isinstance(made.args[0], ast.Constant)


def _suffix(node: ast.AST) -> str:
    """Return the end of the first reason within a node that is put together, as in f"{what}_INVALID"."""
    ends = [_text(one.values[-1]) for one in ast.walk(node) if isinstance(one, ast.JoinedStr)]
    return next((text for text in ends if text.startswith("_")), "")


def _named_to(maker: Maker, call: ast.AST) -> Iterator[str]:
    texts = _texts(call) if isinstance(call, ast.Call) else []
    if maker.suffix and texts:
        yield texts[0].replace(" ", "_").upper() + maker.suffix
    elif not maker.suffix:
        yield from filter(NAME.fullmatch, texts)


def _template(texts: list[str]) -> str:
    return next((text for text in texts if " " in text), "")


def _texts(call: ast.Call) -> list[str]:
    """Return the texts that are given to a call."""
    return list(filter(None, map(_text, (*call.args, *(keyword.value for keyword in call.keywords)))))


def _text(node: ast.expr) -> str:
    """Return a text as it stands in the code, "…" for what is put into it there; "" for anything else."""
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(one) or "…" for one in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _called(node: ast.AST) -> str:
    return _name(node.func) if isinstance(node, ast.Call) else ""


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


# In the protos


def _in_protos() -> Iterator[tuple[str, str, str]]:
    """Yield what comments promise; a reason belongs to the code last named before it."""
    for proto in sorted((ROOT / "proto").rglob("*.proto")):
        for service, body in _SERVICE.findall(proto.read_text()):
            for comment, rpc in _RPC.findall(body):
                code = ""
                for word in _WORD.findall(comment.partition("Errors:")[2]):
                    code = word if word in ERRORS else code
                    if "_" in word and word not in ERRORS:
                        yield word, code, f"{service}.{rpc}"


# What is made of it


def as_json(reasons: dict[str, Reason]) -> str:
    """Return the table for odindctl."""
    lines = (f"{json.dumps(name)}: {json.dumps(asdict(reason))}" for name, reason in reasons.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def as_document(reasons: dict[str, Reason]) -> str:
    """Return the page of the documentation."""
    codes = "".join(f"| {code} | {what_to_do(code)} |\n" for code in (*ERRORS, UNIMPLEMENTED, ENDED))
    rows = "".join(_row(name, reason) for name, reason in reasons.items())
    return f"{_HEAD}{codes}\n| reason | code | says | calls |\n| --- | --- | --- | --- |\n{rows}"


def _row(name: str, reason: Reason) -> str:
    texts = "<br>".join(reason.texts).replace("|", "\\|")
    return f"| `{name}` | {', '.join(reason.codes)} | {texts} | {', '.join(reason.calls)} |\n"


if __name__ == "__main__":
    TABLE.write_text(as_json(collect()))
    DOCUMENT.write_text(as_document(collect()))
