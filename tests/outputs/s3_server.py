"""A real S3 server: rclone's, which checks signatures and checksums, and can be killed and started again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from odind.outputs.s3 import Bucket
from tests.http.installed import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY_ID = "TESTKEY"
SECRET = "TESTSECRET"  # noqa: S105 - no secret
_COMMAND = Path(sys.executable).with_name("rclone")


class S3Server:
    """One server over a folder, whose subfolders are its buckets, at one address for its whole life."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def bucket(self, name: str = "takes", **settings: str) -> Bucket:
        """A bucket of it, by settings that may be wrong."""
        right = {"endpoint": self.url, "access_key_id": KEY_ID, "secret_access_key": SECRET}
        return Bucket(name, **{**right, **settings})  # type: ignore[arg-type]

    def make(self, name: str) -> Path:
        """Make a bucket, and return its folder."""
        (self.folder / name).mkdir(parents=True)
        return self.folder / name

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self.process = subprocess.Popen(
            [
                *(_COMMAND, "serve", "s3", self.folder, "--addr", f"127.0.0.1:{self.port}"),
                *("--auth-key", f"{KEY_ID},{SECRET}", "--vfs-cache-mode", "off", "--config", os.devnull),
            ],
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 60
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
            except ConnectionRefusedError:
                assert self.process.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.05)
            else:
                return

    def kill(self) -> None:
        """Kill it as it is."""
        if self.process:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None


@contextmanager
def running_s3(folder: Path) -> Iterator[S3Server]:
    """Run a server with one bucket, `takes`."""
    server = S3Server(folder)
    server.make("takes")
    server.start()
    try:
        yield server
    finally:
        server.kill()
