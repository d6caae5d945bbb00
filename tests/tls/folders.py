"""Folders with an authority and what it signs, made once for each test run."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from odind.tls.authority import Authority
from odind.tls.config import TlsConfig
from odind.tls.issuing import FOR_SERVERS, Issued, issue, make_authority

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ["localhost", "127.0.0.1"]
DAY = 86_400.0


@dataclass(frozen=True)
class Keys:
    """A folder that `odind tls init` would make."""

    folder: Path

    @property
    def ca(self) -> Path:
        return self.folder / "ca.pem"

    def config(self, **more: str) -> TlsConfig:
        """The settings of a daemon with these files."""
        return TlsConfig(self.folder / "server.pem", self.folder / "server.key", self.ca, **more)

    def renew(self) -> None:
        """Replace the server's certificate."""
        Authority(self.folder).make_server(NAMES, time.time(), replace=True)


def make_keys(folder: Path, client: str = "alice", now: float | None = None) -> Keys:
    authority, moment = Authority(folder), now or time.time()
    authority.make(moment)
    authority.make_server(NAMES, moment)
    authority.make_client(client, moment)
    return Keys(folder)


def signed(names: list[str], *, days: int = 30, now: float | None = None) -> Issued:
    """A server's certificate by an authority of its own."""
    moment = dt.datetime.fromtimestamp(now or time.time(), dt.UTC)
    return issue(make_authority("other", moment, 300), "other", names, FOR_SERVERS, moment=moment, days=days)


def write(file: Path, content: bytes, mode: int = 0o600) -> Path:
    file.write_bytes(content)
    file.chmod(mode)
    return file
