"""The native runtime's OdinCipher: ODIN's end-to-end encryption, of which nothing is implemented here."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Final, TypeVar

import odin_voice

from odind.core.rooms.cipher import CipherStatus

from .failures import runtime_failed
from .panics import contain

if TYPE_CHECKING:
    from collections.abc import Callable

_Result = TypeVar("_Result")

_REST: Final = 4
"""How many times as long as a derivation took no other one begins."""
_STATUSES: Final = {
    int(odin_voice.OdinCryptoPeerStatus.Unknown): CipherStatus.UNKNOWN,
    int(odin_voice.OdinCryptoPeerStatus.Unencrypted): CipherStatus.UNENCRYPTED,
    int(odin_voice.OdinCryptoPeerStatus.Encrypted): CipherStatus.ENCRYPTED,
    int(odin_voice.OdinCryptoPeerStatus.PasswordMismatch): CipherStatus.PASSWORD_MISMATCH,
}


class Derivation:
    """Derives keys of passwords, one after the other and with rests between. Belongs to the loop.

    The native runtime takes about 75 ms for each and holds the interpreter's lock meanwhile, so that a thread
    would stop the loop just as well. The rests let whoever speaks catch up, however many joins there are.
    """

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._free_at = 0.0

    async def run(self, derive: Callable[[], _Result]) -> _Result:
        """Call `derive` when it is its turn; raises UnavailableError RUNTIME_FAILED."""
        async with self._turn:
            await asyncio.sleep(self._free_at - time.monotonic())
            began = time.monotonic()
            try:
                return derive()
            except BaseException as error:  # noqa: BLE001 - panics derive from it
                contain(error, "cipher")
                raise runtime_failed(type(error).__name__) from None
            finally:
                now = time.monotonic()
                self._free_at = now + _REST * (now - began)


class NativeCipher:
    """The cipher of one room. Belongs to the loop."""

    def __init__(self, native: odin_voice.OdinCipher, derivation: Derivation) -> None:
        self.native = native
        self._derivation = derivation

    async def change(self, password: str) -> None:
        """Use another password; the native runtime sends our user data again, encrypted anew."""
        await self._derivation.run(lambda: self.native.set_password(password))

    def status(self, peer_id: int) -> CipherStatus:
        """Return how a peer's encryption stands.

        While it has a password, the native runtime takes peers without encryption for such with another
        password.
        """
        try:
            return _STATUSES[int(self.native.peer_status(peer_id))]
        except BaseException as error:  # noqa: BLE001 - panics derive from it
            contain(error, "cipher.peer_status")
            return CipherStatus.UNKNOWN
