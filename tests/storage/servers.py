"""A PostgreSQL server of the tests' own, from the machine's packages."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

AS_POSTGRES = ("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups")
OPTIONS = "-c fsync=off -c shared_buffers=32MB"


def programs() -> Path | None:
    """The folder of the newest server that is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda one: int(one.parts[4]))
    return found[-1].parent if found else None


class PostgresServer:
    """Listens on a unix socket in a folder of its own; runs as postgres where the tests run as root.

    With an address, it listens there too, and believes whoever calls from a network as `10.0.0.0/24`.
    """

    def __init__(
        self, programs: Path, address: str = "", network: str = "", *, options: str = OPTIONS
    ) -> None:
        self._programs = programs
        self._address = address
        self._options = options
        self.folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
        self._prefix = AS_POSTGRES if os.geteuid() == 0 else ()
        if self._prefix:
            shutil.chown(self.folder, "postgres")
        self._databases = 0
        self._run("initdb", "-A", "trust", "-U", "odind", "--no-sync", "-E", "UTF8", "--locale=C")
        if network:
            with (self.folder / "data" / "pg_hba.conf").open("a") as rules:
                rules.write(f"host all all {network} trust\n")
        self.start()

    @property
    def postmaster(self) -> int:
        """The id of the process that all others of the server descend from."""
        return int((self.folder / "data/postmaster.pid").read_text().split()[0])

    def start(self) -> None:
        options = f"-k {self.folder} -c listen_addresses='{self._address}' {self._options}"
        self._run("pg_ctl", "-w", "-l", f"{self.folder}/log", "-o", options, "start")

    def stop(self) -> None:
        """Be gone at once, as after a crash."""
        self._run("pg_ctl", "-w", "-m", "immediate", "stop")

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder)

    def new_database(self) -> str:
        """Create an empty database; return its URL."""
        self._databases += 1
        name = f"test{self._databases}"
        subprocess.run(
            [self._programs / "createdb", "-h", self.folder, "-U", "odind", name], check=True, cwd="/"
        )
        return f"postgresql://odind@/{name}?host={self.folder}"

    def run_sql(self, url: str, statements: str) -> None:
        """Run SQL in a database."""
        subprocess.run(
            [self._programs / "psql", "-q", "-v", "ON_ERROR_STOP=1", url],
            input=statements,
            text=True,
            check=True,
            cwd="/",
        )

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [*self._prefix, self._programs / program, "-D", self.folder / "data", *arguments],
            check=True,
            cwd="/",
            stdout=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
        )
