"""Converts between core's choice of a cipher and the proto's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.rooms.cipher import CipherStatus, Password, PasswordFile, RoomsDefault
from odind.v1 import cipher_pb2

if TYPE_CHECKING:
    from odind.core.rooms.cipher import CipherChoice

_STATUSES: Final = {
    None: cipher_pb2.CIPHER_STATUS_UNSPECIFIED,
    CipherStatus.UNKNOWN: cipher_pb2.CIPHER_STATUS_UNKNOWN,
    CipherStatus.UNENCRYPTED: cipher_pb2.CIPHER_STATUS_UNENCRYPTED,
    CipherStatus.ENCRYPTED: cipher_pb2.CIPHER_STATUS_ENCRYPTED,
    CipherStatus.PASSWORD_MISMATCH: cipher_pb2.CIPHER_STATUS_PASSWORD_MISMATCH,
}


def unpack_cipher(cipher: cipher_pb2.Cipher) -> CipherChoice:
    """Return core's choice; one that names no source becomes an empty password, which core refuses."""
    if cipher.HasField("password_file"):
        return PasswordFile(cipher.password_file)
    return RoomsDefault() if cipher.rooms_default else Password(cipher.password)


def pack_status(status: CipherStatus | None) -> cipher_pb2.CipherStatus.ValueType:
    """Return the proto's value of a status."""
    return _STATUSES[status]
