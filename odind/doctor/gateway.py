"""What one request to the gateway tells: its certificate, and whether our clock agrees with its own."""

from __future__ import annotations

import asyncio
import http.client
import ssl
import time
from contextlib import closing
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from odind.core.health.checks import failed, ok, warning

if TYPE_CHECKING:
    from collections.abc import Sequence

    from odind.core.health.checks import Check

_TIMEOUT_S: Final = 3.0
_DAY_S: Final = 86_400
_DAYS_LEFT: Final = 14
_SKEW_S: Final = 60
"""ODIN's gateways allow 300 s; a clock that is off by a minute is not set by anybody."""
_UNREAD: Final = ("certificate", "clock")


@dataclass(frozen=True)
class Seen:
    """What an answer of the gateway shows. Times are seconds since the epoch, None where it shows none."""

    secure: bool
    certificate_ends: float | None
    says: float | None
    ours: float


class GatewayExaminer:
    """Asks the gateway once. It need not know what is asked: any answer of HTTP will do."""

    def __init__(self, gateway: str) -> None:
        self._gateway = gateway

    async def __call__(self) -> Sequence[Check]:
        """Return the checks, none where there is no gateway."""
        if not self._gateway:
            return ()
        try:
            seen = await asyncio.to_thread(_look, self._gateway)
        except ssl.SSLCertVerificationError as error:
            advice = "trust its issuer with SSL_CERT_FILE, or name the gateway as its certificate does"
            return (failed("certificate", f"the gateway's is refused: {error.verify_message}", advice),)
        except (OSError, http.client.HTTPException) as error:
            advice = "see the check gateway"
            return tuple(warning(name, f"the gateway was not asked: {error}", advice) for name in _UNREAD)
        return certificate_check(seen), clock_check(seen)


class NamedGatewayExaminer:
    """Asks a gateway that callers can name. One that is away is a warning: the daemon works without it."""

    def __init__(self, name: str, gateway: str, key_id: str) -> None:
        self._name = name
        self._gateway = gateway
        self._key_id = key_id

    async def __call__(self) -> Sequence[Check]:
        """Return the checks, with the gateway's name behind theirs."""
        try:
            seen = await asyncio.to_thread(_look, self._gateway)
        except (OSError, http.client.HTTPException) as error:
            advice = (
                "rooms of other gateways are not affected; check its url, and SSL_CERT_FILE for its issuer"
            )
            checks: tuple[Check, ...] = (
                warning("gateway", f"{self._gateway} does not answer: {error}", advice),
            )
        else:
            checks = (self._standing(), certificate_check(seen), clock_check(seen))
        return [replace(check, name=f"{check.name}:{self._name}") for check in checks]

    def _standing(self) -> Check:
        if self._key_id:
            return ok("gateway", f"{self._gateway} answers, and {self._key_id} signs tokens for it")
        advice = f"set gateways.{self._name}.access_key_file, unless every caller brings its own token"
        return warning("gateway", f"{self._gateway} answers, but the daemon has no key for it", advice)


def _look(gateway: str) -> Seen:
    url = urlsplit(gateway if "://" in gateway else f"https://{gateway}")
    secure = url.scheme == "https"
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    with closing(kind(url.hostname or "", url.port, timeout=_TIMEOUT_S)) as connection:
        connection.connect()
        ends = _end_of(connection.sock) if isinstance(connection.sock, ssl.SSLSocket) else None
        connection.request("HEAD", "/")
        date = connection.getresponse().getheader("date")
    says = parsedate_to_datetime(date).timestamp() if date else None
    return Seen(secure, ends, says, time.time())


def _end_of(socket: ssl.SSLSocket) -> float | None:
    certificate = socket.getpeercert() or {}
    ends = certificate.get("notAfter")
    return ssl.cert_time_to_seconds(ends) if isinstance(ends, str) else None


def certificate_check(seen: Seen) -> Check:
    """Tell how long the gateway's certificate is valid."""
    if not seen.secure:
        return ok("certificate", "none: the gateway is on this machine, without TLS")
    if seen.certificate_ends is None:
        return warning("certificate", "the gateway shows none", "look at what is in front of it")
    days = (seen.certificate_ends - seen.ours) / _DAY_S
    found = f"the gateway's is trusted, and valid for {days:.0f} days"
    if days < _DAYS_LEFT:
        return warning("certificate", found, "have it renewed: nothing can join once it has expired")
    return ok("certificate", found)


def clock_check(seen: Seen) -> Check:
    """Compare our clock with the gateway's, which refuses tokens of another time."""
    if seen.says is None:
        return warning("clock", "the gateway does not tell its time", "compare the clock by other means")
    skew = seen.ours - seen.says
    found = f"{abs(skew):.0f} s {'ahead of' if skew > 0 else 'behind'} the gateway's"
    if abs(skew) > _SKEW_S:
        return failed("clock", found, "set the clock, by NTP: tokens are refused when it is 300 s off")
    return ok("clock", found)
