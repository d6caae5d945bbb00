"""The image and the compose file agree with each other and with the daemon."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE = (ROOT / "compose.yaml").read_text()


def test_no_port_is_exposed_that_leads_nowhere():
    assert not re.search(r"^EXPOSE", DOCKERFILE, re.MULTILINE)
    assert not re.search(r"^ +(ports|expose):", COMPOSE, re.MULTILINE)


def test_the_volumes_are_the_images_folders():
    (declared,) = re.findall(r"^VOLUME \[(.*)\]$", DOCKERFILE, re.MULTILINE)
    mounted = set(re.findall(r"^ +- [a-z]+:(/[^:\n]+)", COMPOSE, re.MULTILINE))
    assert mounted == set(re.findall(r'"([^"]+)"', declared))


def test_the_program_dials_the_socket_that_the_daemon_makes_there():
    (folder,) = re.findall(r"RUNTIME_DIRECTORY=(\S+)", DOCKERFILE)
    assert f"ODIND_TARGET: unix:{folder}/odind.sock" in COMPOSE
