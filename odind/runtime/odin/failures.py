"""What the native runtime's texts for a failed join mean to a caller.

The native runtime tells failures apart by text only. The texts are those of odin-voice 2.0. An unknown text
comes from the gateway, because the native runtime passes on every JSON-RPC error of a gateway word for word.
"""

from __future__ import annotations

from typing import Final

from odind.core.errors import (
    FailedPreconditionError,
    InvalidArgumentError,
    OdindError,
    PermissionDeniedError,
    UnavailableError,
)
from odind.core.values.foreign import bounded

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
    (
        "gateway returned",
        UnavailableError,
        "GATEWAY_ANSWER_INVALID",
        "the answer is not that of an ODIN gateway: {detail}",
    ),
    (
        "error decoding response body",
        UnavailableError,
        "GATEWAY_ANSWER_INVALID",
        "the gateway's answer breaks off: {detail}",
    ),
    (
        "response is not valid",
        UnavailableError,
        "GATEWAY_ANSWER_INVALID",
        "the answer is not that of an ODIN gateway: {detail}",
    ),
    (
        "received similar token",
        UnavailableError,
        "GATEWAY_ANSWER_INVALID",
        "the answer is not that of an ODIN gateway: {detail}",
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
        "the token cannot be read: {detail}",
    ),
    ("open room was rejected", PermissionDeniedError, "ROOM_REFUSED", "the server refuses: {detail}"),
    ("connect timeout", UnavailableError, "SERVER_UNREACHABLE", "the voice server does not answer: {detail}"),
    ("failed to", UnavailableError, "SERVER_UNREACHABLE", "the voice server cannot be reached: {detail}"),
    ("connection lost", UnavailableError, "SERVER_UNREACHABLE", "the voice server hung up: {detail}"),
    ("unexpected end of file", UnavailableError, "SERVER_UNREACHABLE", "the voice server hung up: {detail}"),
    ("unable to read", UnavailableError, "SERVER_UNREACHABLE", "the voice server hung up: {detail}"),
)


_OF_THE_RUNTIME: Final = ("connection pool is closed", "Too many open files")


def failure(text: str, *, tried_again: bool = False) -> OdindError:
    """Return the error that a text stands for; the text is in its metadata as `detail` or `fault`.

    `tried_again` says that the native runtime gave the same text before, and tried again: it does so after
    failures of its own, and never after the refusal of a gateway, which may use the same words.
    """
    text = bounded(text)
    if tried_again and text.startswith(_OF_THE_RUNTIME):
        return runtime_failed(text)
    for known, kind, reason, message in _KNOWN:
        if known in text:
            return kind(reason, message, detail=text)
    return PermissionDeniedError("TOKEN_REFUSED", "the gateway refuses the token: {detail}", detail=text)


def runtime_failed(fault: object) -> UnavailableError:
    """Return the error of what the native runtime cannot do any more."""
    return UnavailableError("RUNTIME_FAILED", "the voice runtime failed: {fault}", fault=fault)
