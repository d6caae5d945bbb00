"""The protos as other languages' generators, and older ones, take them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from google.protobuf.descriptor_pb2 import FileDescriptorProto

from odind.v1 import (
    access_pb2,
    audio_pb2,
    audit_pb2,
    captions_pb2,
    cipher_pb2,
    daemon_pb2,
    devices_pb2,
    fleet_pb2,
    hls_pb2,
    live_pb2,
    managed_pb2,
    moderation_pb2,
    odin_rooms_pb2,
    payload_pb2,
    players_pb2,
    processing_pb2,
    push_pb2,
    recordings_pb2,
    rooms_pb2,
    server_pb2,
    sockets_pb2,
    sounds_pb2,
    space_pb2,
    statistics_pb2,
    tokens_pb2,
    tools_pb2,
    verbs_pb2,
    webhooks_pb2,
)

PROTOS = Path(__file__).parents[2] / "proto/odind/v1"
FILES = (
    access_pb2,
    managed_pb2,
    moderation_pb2,
    audio_pb2,
    audit_pb2,
    captions_pb2,
    cipher_pb2,
    daemon_pb2,
    devices_pb2,
    fleet_pb2,
    hls_pb2,
    live_pb2,
    odin_rooms_pb2,
    payload_pb2,
    players_pb2,
    processing_pb2,
    push_pb2,
    recordings_pb2,
    rooms_pb2,
    server_pb2,
    sockets_pb2,
    sounds_pb2,
    space_pb2,
    statistics_pb2,
    tokens_pb2,
    tools_pb2,
    verbs_pb2,
    webhooks_pb2,
)
EMPTY = re.compile(r"^// (.*)\nmessage \w+ \{\}$", re.MULTILINE)


def test_every_file_names_its_package_in_every_language():
    assert {Path(file.DESCRIPTOR.name).name for file in FILES} == {path.name for path in PROTOS.iterdir()}
    for file in FILES:
        described = FileDescriptorProto()
        file.DESCRIPTOR.CopyToProto(described)
        options = described.options
        assert options.java_multiple_files
        assert (options.go_package, options.java_package) == ("odind/v1;odindv1", "odind.v1")
        assert (options.csharp_namespace, options.ruby_package, options.php_namespace) == (
            "Odind.V1",
            "Odind::V1",
            "Odind\\V1",
        )


@pytest.mark.parametrize("path", sorted(PROTOS.iterdir()), ids=lambda path: path.stem)
def test_no_option_is_newer_than_the_generators_of_distributions(path: Path):
    assert "debug_redact" not in path.read_text()  # Debian 12's protoc 3.21 refuses it


@pytest.mark.parametrize("path", sorted(PROTOS.iterdir()), ids=lambda path: path.stem)
def test_an_empty_message_says_so(path: Path):
    assert [comment for comment in EMPTY.findall(path.read_text()) if not comment.startswith("Empty.")] == []


def test_every_rpc_names_the_verbs_that_it_needs():
    methods = [
        method
        for file in FILES
        for service in file.DESCRIPTOR.services_by_name.values()
        for method in service.methods
    ]
    assert len(methods) > 40
    without = [one.full_name for one in methods if not one.GetOptions().Extensions[verbs_pb2.verb]]
    assert without == []
