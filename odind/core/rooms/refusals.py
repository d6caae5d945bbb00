"""Errors that several places of the rooms wing raise."""

from __future__ import annotations

from odind.core.errors import (
    FailedPreconditionError,
    NotFoundError,
    ResourceExhaustedError,
    UnavailableError,
)


def no_connection(connection_id: str) -> NotFoundError:
    """Return the error of a call that names an unknown connection."""
    return NotFoundError(
        "CONNECTION_NOT_FOUND",
        "there is no connection {connection_id}; ListConnections returns those that exist",
        connection_id=connection_id,
    )


def connection_of_daemon(connection_id: str) -> FailedPreconditionError:
    """Return the error of a caller who would leave what the daemon has joined for itself."""
    return FailedPreconditionError(
        "CONNECTION_OF_DAEMON",
        "connection {connection_id} is the daemon's own, by which it observes a managed room; deactivate or "
        "delete the room instead",
        connection_id=connection_id,
    )


def connection_left(connection_id: str, detail: str) -> FailedPreconditionError:
    """Return the error of what ends with its connection."""
    return FailedPreconditionError(
        "CONNECTION_LEFT",
        "connection {connection_id} is over: {detail}",
        connection_id=connection_id,
        detail=detail,
    )


def connection_lost(connection_id: str, detail: str) -> UnavailableError:
    """Return the error of a call whose connection is joined again because its reconnect was refused."""
    return UnavailableError(
        "CONNECTION_LOST",
        "connection {connection_id} was lost and is joined again, try again after its joined event: {detail}",
        connection_id=connection_id,
        detail=detail,
    )


def not_joined(connection_id: str, state: str) -> FailedPreconditionError:
    """Return the error of a call that needs a connection to be in its room."""
    return FailedPreconditionError(
        "CONNECTION_NOT_JOINED",
        "connection {connection_id} is {state}; wait for its next joined event",
        connection_id=connection_id,
        state=state,
    )


def not_encrypted(connection_id: str) -> FailedPreconditionError:
    """Return the error of a password for a connection without a cipher."""
    return FailedPreconditionError(
        "CONNECTION_NOT_ENCRYPTED",
        "connection {connection_id} has joined without a cipher; join again with one",
        connection_id=connection_id,
    )


def no_peer(peer_id: int, connection_id: str) -> NotFoundError:
    """Return the error of a call that names a peer which is not in the room."""
    return NotFoundError(
        "PEER_NOT_FOUND",
        "peer {peer_id} is not in the room of {connection_id}",
        peer_id=peer_id,
        connection_id=connection_id,
    )


def too_many_holders(limit: int, connection_id: str) -> ResourceExhaustedError:
    """Return the error of a call that would be one too many to hold a connection."""
    return ResourceExhaustedError(
        "TOO_MANY_HOLDERS",
        "{limit} calls hold connection {connection_id} already; end one first",
        limit=limit,
        connection_id=connection_id,
    )


def no_holder(holder: str) -> NotFoundError:
    """Return the error of a call that names a holder of no connection."""
    return NotFoundError(
        "HOLDER_NOT_FOUND",
        "no connection is held by {holder}, or was last; ListConnections tells who holds which",
        holder=holder,
    )


def adopted(connection_id: str, holder: str) -> FailedPreconditionError:
    """Return the error that ends a call whose connections another program has taken over."""
    return FailedPreconditionError(
        "ADOPTED",
        "another program, {holder!r}, has taken connection {connection_id} over; end what uses it",
        connection_id=connection_id,
        holder=holder,
    )


def stopping() -> UnavailableError:
    """Return the error of a call while the daemon stops."""
    return UnavailableError("DAEMON_STOPPING", "the daemon is stopping; try again in a moment")


def worker_lost() -> UnavailableError:
    """Return the error of a call whose worker process was lost."""
    return UnavailableError(
        "WORKER_LOST",
        "the worker process that holds the connection was lost; its connections are being restored, try "
        "again after the joined event",
    )
