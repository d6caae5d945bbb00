"""Keeps an identity as new as its files: whoever replaces them need not tell, and no call is dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import structlog

from odind.core.errors import InvalidArgumentError
from odind.core.timing.clock import wait_until
from odind.private_files import stamp_of

from .identity import read_identity

if TYPE_CHECKING:
    from odind.core.timing.clock import Clock

    from .config import TlsConfig
    from .identity import Identity

_log = structlog.get_logger("odind.tls")
_LOOK_S: Final = 1.0
_SOON_S: Final = 14 * 86_400.0
_REMIND_S: Final = 86_400.0


class Keeper:
    """Has the `identity` that new connections are served with; may be read by any thread.

    The constructor reads the files and raises what `read_identity` does. Later, files that are wrong, or
    half written, leave the identity as it is, which the log tells once.
    """

    def __init__(self, config: TlsConfig, clock: Clock) -> None:
        self._config = config
        self._clock = clock
        self._files = [file for file in (config.certificate, config.key, config.client_ca) if file]
        self._seen = self._stamps()
        self._reminded = float("-inf")
        self.identity: Identity = read_identity(config, clock.now())

    async def run(self) -> None:
        """Look at the files for ever."""
        while True:
            self.look()
            self._remind()
            await wait_until(self._clock, self._clock.monotonic() + _LOOK_S)

    def look(self) -> None:
        """Read the files again if they are others than before."""
        stamps = self._stamps()
        if stamps == self._seen:
            return
        self._seen = stamps
        try:
            self.identity = read_identity(self._config, self._clock.now())
        except InvalidArgumentError as error:
            _log.error("tls.kept", reason=error.reason, problem=error.message, stays="the one before")
        else:
            _log.info("tls.reloaded", names=self.identity.names, days=self._days_left())

    def _remind(self) -> None:
        """Tell once a day that the certificate is to be replaced."""
        left = self.identity.ends - self._clock.now()
        if left < _SOON_S and self._clock.monotonic() - self._reminded >= _REMIND_S:
            self._reminded = self._clock.monotonic()
            _log.warning("tls.expiring", file=str(self._config.certificate), days=self._days_left())

    def _days_left(self) -> int:
        return int((self.identity.ends - self._clock.now()) // 86_400)

    def _stamps(self) -> list[tuple[int, int, int] | None]:
        return [stamp_of(file) for file in self._files]
