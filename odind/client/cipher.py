"""End-to-end encryption as callers of the client give it: a password, or another source of one."""

from __future__ import annotations

from typing import TypeAlias

from odind.v1 import cipher_pb2

Cipher: TypeAlias = str | cipher_pb2.Cipher
"""A password, or a message that names where the daemon finds one."""


def write_cipher(cipher: Cipher) -> cipher_pb2.Cipher:
    """Return the message of a cipher."""
    return cipher_pb2.Cipher(password=cipher) if isinstance(cipher, str) else cipher
