"""Errors of the fleet."""

from __future__ import annotations

from odind.core.errors import (
    AlreadyExistsError,
    FailedPreconditionError,
    InvalidArgumentError,
    NotFoundError,
    ResourceExhaustedError,
    UnavailableError,
)


def database_unavailable(detail: object) -> UnavailableError:
    """Return the error of a database that does not answer."""
    return UnavailableError(
        "FLEET_DATABASE_UNAVAILABLE", "the fleet's database does not answer: {detail}", detail=detail
    )


def schema_other(found: int, known: int) -> FailedPreconditionError:
    """Return the error of a database that another version has set up."""
    return FailedPreconditionError(
        "FLEET_SCHEMA_OTHER",
        "the fleet's database has schema {found}, and this version of odind knows {known}: all members of a "
        "fleet must know one schema",
        found=found,
        known=known,
    )


def name_taken(name: str) -> AlreadyExistsError:
    """Return the error of a second member of one name."""
    return AlreadyExistsError(
        "FLEET_NAME_TAKEN",
        "another daemon is the member {name} of the fleet: give each a fleet.name of its own",
        name=name,
    )


def no_fleet() -> FailedPreconditionError:
    """Return the error of a daemon that is in no fleet."""
    return FailedPreconditionError("FLEET_OFF", "this daemon is in no fleet: fleet.enabled is off")


def no_member(name: str) -> NotFoundError:
    """Return the error of a name that no member has."""
    return NotFoundError(
        "MEMBER_NOT_FOUND", "the fleet has no member {name}; ListMembers returns them", name=name
    )


def member_unreachable(name: str) -> UnavailableError:
    """Return the error of a call that another member should have answered."""
    return UnavailableError(
        "MEMBER_UNREACHABLE",
        "the member {name} of the fleet, which has what the call names, does not answer: try again; "
        "when it is gone, others take over from it",
        name=name,
    )


def managed_by_another(room_id: str, member: str) -> FailedPreconditionError:
    """Return the error of a join that was to be placed at another member than the managed room's."""
    return FailedPreconditionError(
        "ROOM_OF_ANOTHER_MEMBER",
        "the member {member} manages the room {room_id} and has all connections to it: name no other member",
        room_id=room_id,
        member=member,
    )


def nowhere_to_join() -> ResourceExhaustedError:
    """Return the error of a join that no member can take."""
    return ResourceExhaustedError(
        "NO_MEMBER_FITS", "no member of the fleet with the labels asked for joins rooms"
    )


def several_members() -> InvalidArgumentError:
    """Return the error of a call that names connections of several members."""
    return InvalidArgumentError(
        "CONNECTIONS_OF_SEVERAL_MEMBERS",
        "the connections are on several members of the fleet: make one call for those of each",
    )
