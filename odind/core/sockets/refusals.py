"""The errors of sockets."""

from __future__ import annotations

from odind.core.errors import InvalidArgumentError, NotFoundError, ResourceExhaustedError


def no_socket(socket_id: str) -> NotFoundError:
    """Return the error of a call that accepts a socket which does not wait for it."""
    return NotFoundError(
        "SOCKET_NOT_FOUND",
        "no socket {socket_id} waits to be accepted: it was accepted, waited too long or was closed; "
        "ListenSockets tells of those that come",
        socket_id=socket_id,
    )


def too_many_sockets(limit: int) -> ResourceExhaustedError:
    """Return the error of a socket that would be one too many on its connection."""
    return ResourceExhaustedError(
        "TOO_MANY_SOCKETS", "a connection may have {limit} open sockets; close one first", limit=limit
    )


def data_invalid(size: int, limit: int) -> InvalidArgumentError:
    """Return the error of a message that is empty or too long."""
    return InvalidArgumentError(
        "SOCKET_DATA_INVALID",
        "a message of this socket must have 1 to {limit} bytes, not {size}; send more in several messages",
        size=size,
        limit=limit,
    )


def options_invalid(setting: str, value: int, low: int, high: int) -> InvalidArgumentError:
    """Return the error of a socket that ODIN cannot open."""
    return InvalidArgumentError(
        "SOCKET_OPTIONS_INVALID",
        "the {setting} of a socket is {value} and must be {low} to {high}",
        setting=setting,
        value=value,
        low=low,
        high=high,
    )


def finished() -> InvalidArgumentError:
    """Return the error of data behind the end of what the caller sends."""
    return InvalidArgumentError("SOCKET_FINISHED", "nothing can be sent after `finish`; open another socket")
