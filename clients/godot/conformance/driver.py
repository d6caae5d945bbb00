"""Lets `odind conformance` drive the addon over a port, as Godot 3 cannot read its standard input.

python clients/godot/conformance/driver.py GODOT
"""

from __future__ import annotations

import ctypes
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

PROJECT = Path(__file__).parents[1]
PATIENCE_S = 15
PR_SET_PDEATHSIG = 1
GOODBYE = b'{"id": 0, "op": "quit"}\n'


def main(godot: str) -> int:
    """Run the addon's driver until the input ends."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        command = [godot, "--path", str(PROJECT), "-s", "conformance/driver.gd", f"--port={port}"]
        with subprocess.Popen(  # noqa: S603 - who calls says which Godot
            command,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            preexec_fn=end_with_parent,  # noqa: PLW1509 - no thread runs yet
        ) as program:
            server.settimeout(PATIENCE_S)
            link, _ = server.accept()
            with link:
                link.settimeout(None)
                threading.Thread(target=pass_orders, args=(link,), daemon=True).start()
                pass_answers(link)
            return program.wait()


def end_with_parent() -> None:
    """Have Linux end Godot when this program is killed."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def pass_orders(link: socket.socket) -> None:
    """From the runner to the addon."""
    for line in sys.stdin.buffer:
        link.sendall(line)
    link.sendall(GOODBYE)


def pass_answers(link: socket.socket) -> None:
    """From the addon to the runner."""
    while data := link.recv(65_536):
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
