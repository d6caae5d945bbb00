"""The settings of TLS."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - read by msgspec

from odind.core.errors import InvalidArgumentError
from odind.core.values.late import dataclass


@dataclass(frozen=True)
class TlsConfig:
    """Files of PEM. With `certificate` and `key`, the TCP addresses of gRPC and HTTP speak TLS.

    `client_ca` signs the certificates of clients, which those must show on `mutual_listen` (gRPC) and
    `mutual_http`, addresses of their own. An empty address turns it off.
    """

    certificate: Path | None = None
    key: Path | None = None
    client_ca: Path | None = None
    mutual_listen: str = ""
    mutual_http: str = ""

    def __post_init__(self) -> None:
        if (self.certificate is None) != (self.key is None):
            raise InvalidArgumentError(
                "CONFIG_INVALID", "tls.certificate and tls.key must be set together, or neither"
            )
        if self.mutual and (self.certificate is None or self.client_ca is None):
            raise InvalidArgumentError(
                "CONFIG_INVALID",
                "tls.mutual_listen and tls.mutual_http need tls.certificate, tls.key and tls.client_ca; "
                "`odind tls init DIR` makes all three",
            )

    @property
    def enabled(self) -> bool:
        """Whether the TCP addresses speak TLS."""
        return self.certificate is not None

    @property
    def mutual(self) -> bool:
        """Whether there is an address on which clients show certificates."""
        return bool(self.mutual_listen or self.mutual_http)
