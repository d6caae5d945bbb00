"""Converts verbs, grants, keys and sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.access.grant import Grant
from odind.core.access.quotas import NO_QUOTAS, Quotas
from odind.core.access.verbs import Verb
from odind.core.errors import InvalidArgumentError
from odind.v1 import access_pb2, verbs_pb2

from .times import pack_time, unpack_time

if TYPE_CHECKING:
    from collections.abc import Iterable

    from odind.core.access.key import ApiKey

_NUMBERS: Final = {verb: verbs_pb2.Verb.Value(f"VERB_{verb.name}") for verb in Verb}
_VERBS: Final[dict[int, Verb]] = {number: verb for verb, number in _NUMBERS.items()}


def unpack_verb(verb: int) -> Verb:
    """Return a verb; raises InvalidArgumentError VERB_UNKNOWN."""
    found = _VERBS.get(verb)
    if found is None:
        raise _no_verb(verb)
    return found


def unpack_verbs(verbs: Iterable[int]) -> frozenset[Verb]:
    """Return the verbs of a grant; raises InvalidArgumentError VERB_UNKNOWN, also for KNOWN."""
    found = frozenset(map(unpack_verb, verbs))
    if Verb.KNOWN in found:
        raise _no_verb(verbs_pb2.VERB_KNOWN)
    return found


def unpack_grant(grant: access_pb2.Grant, by: Grant) -> Grant:
    """Return a grant, which where it says nothing is as that of `by`.

    Raises InvalidArgumentError VERB_UNKNOWN.
    """
    return Grant(
        unpack_verbs(grant.verbs),
        tuple(grant.rooms) or by.rooms,
        tuple(grant.users) or by.users,
        unpack_time(grant.expires_at) if grant.HasField("expires_at") else by.expires_at,
        grant.tenant or by.home,
        _unpack_quotas(grant.quotas).completed(by.quotas),
        tuple(grant.gateways) or by.gateways,
        tuple(grant.secrets) or by.secrets,
    )


def pack_grant(grant: Grant) -> access_pb2.Grant:
    """Return the message of a grant."""
    return access_pb2.Grant(
        verbs=[_NUMBERS[verb] for verb in Verb if verb in grant.verbs],
        rooms=grant.rooms,
        users=grant.users,
        expires_at=None if grant.expires_at is None else pack_time(grant.expires_at),
        tenant=grant.tenant,
        gateways=grant.gateways,
        secrets=grant.secrets,
        quotas=None if grant.quotas == NO_QUOTAS else access_pb2.Quotas(**vars(grant.quotas)),
    )


def pack_key(key: ApiKey) -> access_pb2.Key:
    """Return the message of a key, without its hashes."""
    return access_pb2.Key(
        key_id=key.key_id,
        name=key.name,
        grant=pack_grant(key.grant),
        created_at=pack_time(key.created_at),
        declared=key.declared,
        former_until=pack_time(key.former_until) if key.former_until else None,
    )


def _unpack_quotas(quotas: access_pb2.Quotas) -> Quotas:
    return Quotas(**{field.name: value for field, value in quotas.ListFields()})


def _no_verb(number: int) -> InvalidArgumentError:
    return InvalidArgumentError("VERB_UNKNOWN", "no grant has the verb {number}", number=number)
