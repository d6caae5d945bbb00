"""API keys that the operator declares in a file, which is read again whenever it changes."""

from __future__ import annotations

import asyncio
import stat
import time
import tomllib
from datetime import datetime  # noqa: TC003 - msgspec reads the annotation
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
import structlog

from odind.core.access.grant import ANY_TENANT, EVERYTHING, Grant, check_globs
from odind.core.access.key import DECLARED_HASH, ID, ApiKey, declared_hash, parse_key
from odind.core.access.quotas import NO_QUOTAS, Quotas, check_quotas
from odind.core.access.verbs import ALL, Verb
from odind.core.errors import InvalidArgumentError
from odind.private_files import stamp_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from odind.core.access.keys import Keys

_log = structlog.get_logger("odind.access")
_LOOK_EVERY_S: Final = 1.0
_MAX_KEYS: Final = 1_000


class Declared(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One `[[key]]` of the file: an id, the verbs, and either a hash or a file that holds the key."""

    id: str
    verbs: tuple[str, ...]
    hash: str = ""
    secret_file: str = ""
    name: str = ""
    rooms: tuple[str, ...] = EVERYTHING
    users: tuple[str, ...] = EVERYTHING
    expires: datetime | None = None
    tenant: str = ""
    quotas: Quotas = NO_QUOTAS
    gateways: tuple[str, ...] = EVERYTHING
    secrets: tuple[str, ...] = EVERYTHING


class KeyFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file."""

    key: tuple[Declared, ...] = ()


def require_usable_keys(file: Path | None, tenants: Collection[str] = ()) -> None:
    """Raise InvalidArgumentError CONFIG_INVALID if there is a file that declares no keys."""
    if file is not None:
        _keys_of(file, _read_file(file), tenants)


class DeclaredKeys:
    """Reads the file `access.keys_file`, if there is one, for `keys`; `tenants` are those it may name."""

    def __init__(self, file: Path | None, keys: Keys, tenants: Collection[str] = ()) -> None:
        self._file = file
        self._tenants = tenants
        self._keys = keys
        self._read: tuple[Path, ...] = ()
        self._seen: object = None

    def read(self) -> None:
        """Declare what the file says; raises InvalidArgumentError CONFIG_INVALID."""
        if self._file is None:
            return
        self._read = (self._file,)
        self._seen = self._signature()
        declared = _read_file(self._file)
        self._read = (self._file, *(Path(one.secret_file) for one in declared if one.secret_file))
        self._seen = self._signature()
        self._keys.declare(_keys_of(self._file, declared, self._tenants))
        _log.info("keys.declared", file=str(self._file), keys=len(declared))

    async def follow(self) -> None:
        """Read the file again whenever it changes; one that is wrong changes nothing."""
        while self._file is not None:
            await asyncio.sleep(_LOOK_EVERY_S)
            if self._signature() != self._seen:
                try:
                    self.read()
                except InvalidArgumentError as error:
                    _log.error("keys.invalid", problem=error.message, now="the keys before stay")

    def _signature(self) -> object:
        return tuple(map(stamp_of, self._read))


def _read_file(file: Path) -> tuple[Declared, ...]:
    try:
        found = msgspec.convert(tomllib.loads(file.read_text()), KeyFile, strict=True)
    except (OSError, ValueError) as error:  # msgspec's and TOML's are ValueErrors too
        raise _wrong(file, error) from None
    ids = [one.id for one in found.key]
    if len(set(ids)) < len(ids) or len(ids) > _MAX_KEYS:
        raise _wrong(file, f"ids must be unique, and at most {_MAX_KEYS:,}")
    return found.key


def _keys_of(file: Path, declared: tuple[Declared, ...], tenants: Collection[str]) -> dict[str, ApiKey]:
    return {one.id: _key_of(one, file, tenants) for one in declared}


def _key_of(one: Declared, file: Path, tenants: Collection[str]) -> ApiKey:
    problem = next(_problems(one, tenants), "")
    if problem:
        raise _wrong(file, f"key {one.id}: {problem}")
    expires_at = one.expires.timestamp() if one.expires else None
    try:
        for field in ("rooms", "users", "gateways", "secrets"):
            check_globs(field, getattr(one, field))
        check_quotas(one.quotas)
    except InvalidArgumentError as error:
        raise _wrong(file, f"key {one.id}: {error.message}") from None
    grant = Grant(
        frozenset(map(Verb, one.verbs)),
        one.rooms,
        one.users,
        expires_at,
        one.tenant,
        one.quotas,
        one.gateways,
        one.secrets,
    )
    return ApiKey(one.id, one.name, grant, _hash_of(one, file), time.time(), declared=True)


def _problems(one: Declared, tenants: Collection[str]) -> Iterator[str]:
    known = {verb.value for verb in ALL}
    if not ID.fullmatch(one.id):
        yield "id must be 1 to 32 of a-z, 0-9 and -, as in game-1"
    if bool(one.hash) == bool(one.secret_file):
        yield "it must have one of hash and secret_file"
    if one.hash and not DECLARED_HASH.fullmatch(one.hash):
        yield "hash must be sha256: and 64 hexadecimal digits, as `odindctl access hash` prints it"
    if not one.verbs or not known.issuperset(one.verbs):
        yield f"verbs must be some of {', '.join(sorted(known))}"
    if one.expires and one.expires.tzinfo is None:
        yield "expires must have a time zone, as in 2030-01-01T00:00:00Z"
    if one.tenant not in ("", ANY_TENANT, *tenants):
        yield f"there is no table [tenants.{one.tenant}] in the daemon's settings"


def _hash_of(one: Declared, file: Path) -> str:
    if one.hash:
        return one.hash
    secret_file = Path(one.secret_file)
    try:
        if secret_file.stat().st_mode & stat.S_IROTH:
            problem = f"everybody may read {secret_file}: run chmod o-rwx {secret_file}"
            raise _wrong(file, f"key {one.id}: {problem}")
        text = secret_file.read_text().strip()
    except (OSError, ValueError) as error:
        raise _wrong(file, f"key {one.id}: {error}") from None
    key_id, secret = parse_key(text) or ("", "")
    if key_id != one.id:
        raise _wrong(file, f"key {one.id}: {secret_file} must hold a key odk_{one.id}_…")
    return declared_hash(secret)


def _wrong(file: Path, problem: object) -> InvalidArgumentError:
    return InvalidArgumentError(
        "CONFIG_INVALID", "access.keys_file {file}: {problem}", file=file, problem=problem
    )
