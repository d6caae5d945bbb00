"""A repository to clone, and what `make venv` would install into the clone.

A hook of git's lays the environment into every clone: its packages are those of the environment that runs the
tests, its odind is the clone's own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
_WHO: Final = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "test"), ("EMAIL", "test@localhost"))
}
_HOOK: Final = """#!/bin/sh
set -e
unset GIT_DIR GIT_WORK_TREE
{python} -m venv --without-pip .venv
packages=$(echo .venv/lib/python*/site-packages)
printf '%s\\n' "$PWD" '{packages}' > "$packages/clean_copy.pth"
for command in odind:odind.__main__ odindctl:odind.cli; do
    program=.venv/bin/${{command%%:*}}
    printf '#!%s\\nfrom %s import main\\nmain()\\n' "$PWD/.venv/bin/python" "${{command#*:}}" > "$program"
    chmod +x "$program"
done
touch .venv/.runtime-installed
"""


def make_repository(folder: Path) -> Path:
    """Commit the working tree's files, as they are now, to a repository of their own."""
    repository = folder / "repository"
    for name in _git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0"):
        if name and (ROOT / name).is_file():
            (repository / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, repository / name)
    _git(repository, "init", "--quiet")
    _git(repository, "add", "--all")
    _git(repository, "commit", "--quiet", "--message", "a clean copy")
    return repository


def make_template(folder: Path) -> Path:
    """Return the folder for GIT_TEMPLATE_DIR with which each clone gets its environment."""
    hook = folder / "template/hooks/post-checkout"
    hook.parent.mkdir(parents=True)
    hook.write_text(_HOOK.format(python=sys.executable, packages=sysconfig.get_path("purelib")))
    hook.chmod(0o755)
    return folder / "template"


def _git(folder: Path, *arguments: str) -> str:
    command = ("git", "-C", str(folder), *arguments)
    return subprocess.run(command, check=True, text=True, capture_output=True, env=os.environ | _WHO).stdout
