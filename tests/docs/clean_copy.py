"""A repository to clone, and what `make venv` would install into the clone.

A hook of git's lays the environment into every clone: its packages are those of the environment that runs the
tests, its odind is the clone's own, compiled once for all clones. What differs from what was compiled is
compiled again, as everywhere.
"""

from __future__ import annotations

import compileall
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from py_compile import PycInvalidationMode
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
clone=$PWD
cd '{repository}'
find odind -name __pycache__ -exec cp -r --parents -t "$clone" {{}} +
touch "$clone/.venv/.runtime-installed"
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


def make_template(folder: Path, repository: Path) -> Path:
    """Return the folder for GIT_TEMPLATE_DIR with which each clone of the repository gets its environment."""
    _compile(repository / "odind")
    hook = folder / "template/hooks/post-checkout"
    hook.parent.mkdir(parents=True)
    packages = sysconfig.get_path("purelib")
    hook.write_text(_HOOK.format(python=sys.executable, packages=packages, repository=repository))
    hook.chmod(0o755)
    return folder / "template"


def _compile(package: Path) -> None:
    """Compile a package so that copies are valid whatever the times of their sources."""
    compileall.compile_dir(package, quiet=1, workers=0, invalidation_mode=PycInvalidationMode.CHECKED_HASH)


def _git(folder: Path, *arguments: str) -> str:
    command = ("git", "-C", str(folder), *arguments)
    return subprocess.run(command, check=True, text=True, capture_output=True, env=os.environ | _WHO).stdout
