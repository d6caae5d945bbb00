"""What the native core's words for a failed join mean to a caller.

The core tells failures apart by text only. The texts are those of odin-voice 2.0; one that is not known comes
from the gateway, because every JSON-RPC error of a gateway is passed on word for word.
"""

from __future__ import annotations

from typing import Final

from odind.core.base.errors import (
    FailedPreconditionError,
    InvalidArgumentError,
    OdindError,
    PermissionDeniedError,
    UnavailableError,
)

_KNOWN: Final[tuple[tuple[str, type[OdindError], str, str], ...]] = (
    (
        "invalid peer certificate",
        FailedPreconditionError,
        "CERTIFICATE_UNTRUSTED",
        "the server's certificate is not trusted here: {detail}",
    ),
    (
        "error sending request",
        UnavailableError,
        "GATEWAY_UNREACHABLE",
        "the gateway does not answer: {detail}",
    ),
    ("gateway returned", UnavailableError, "GATEWAY_ANSWER_INVALID", "that is no ODIN gateway: {detail}"),
    (
        "response is not valid",
        UnavailableError,
        "GATEWAY_ANSWER_INVALID",
        "that is no ODIN gateway: {detail}",
    ),
    (
        "received similar token",
        UnavailableError,
        "GATEWAY_ANSWER_INVALID",
        "that is no ODIN gateway: {detail}",
    ),
    (
        "token got rejected",
        UnavailableError,
        "GATEWAY_ANSWER_INVALID",
        "the server token is incomplete: {detail}",
    ),
    (
        "invalid initial token",
        InvalidArgumentError,
        "TOKEN_MALFORMED",
        "the core refuses the token: {detail}",
    ),
    ("open room was rejected", PermissionDeniedError, "ROOM_REFUSED", "the server refuses: {detail}"),
    ("connect timeout", UnavailableError, "SERVER_UNREACHABLE", "the voice server does not answer: {detail}"),
    ("failed to", UnavailableError, "SERVER_UNREACHABLE", "the voice server cannot be reached: {detail}"),
    ("connection lost", UnavailableError, "SERVER_UNREACHABLE", "the voice server hung up: {detail}"),
    ("unexpected end of file", UnavailableError, "SERVER_UNREACHABLE", "the voice server hung up: {detail}"),
    ("unable to read", UnavailableError, "SERVER_UNREACHABLE", "the voice server hung up: {detail}"),
)


def failure(words: str) -> OdindError:
    """Return the error that the core's words stand for; they are in its metadata as `detail`."""
    for text, kind, reason, message in _KNOWN:
        if text in words:
            return kind(reason, message, detail=words)
    return PermissionDeniedError("TOKEN_REFUSED", "the gateway refuses the token: {detail}", detail=words)
