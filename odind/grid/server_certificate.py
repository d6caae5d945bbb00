"""The certificate of the SFU: the operator's own files, or one that the grid issues and renews."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from .addresses import is_wildcard, split_address
from .quic.configuration import quic_configuration
from .state.certificates import CertificateFiles, ensure_certificates

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qh3.quic.configuration import QuicConfiguration

    from .config import GridConfig


class ServerCertificate:
    """The certificate files, and the QUIC settings made from them."""

    def __init__(self, config: GridConfig, state_dir: Path, now: Callable[[], float]) -> None:
        self._config = config
        self._state_dir = state_dir
        self._now = now
        self.files, self.quic_configuration = self._load()

    def renew(self) -> None:
        """Read the files again, and issue a new certificate when the grid's own is due."""
        self.files, self.quic_configuration = self._load()

    def _load(self) -> tuple[CertificateFiles, QuicConfiguration]:
        files = self._ensure_files()
        idle_timeout = self._config.times.idle_timeout
        return files, quic_configuration(files.certificate, files.private_key, idle_timeout)

    def _ensure_files(self) -> CertificateFiles:
        certificate, private_key = self._config.certificate_file, self._config.private_key_file
        if certificate is not None and private_key is not None:
            return CertificateFiles(certificate, private_key, ca=certificate)
        return ensure_certificates(self._state_dir, certificate_names(self._config), self._now())


def certificate_names(config: GridConfig) -> list[str]:
    """Return the names that the grid's own certificate is valid for."""
    names = {"localhost", "127.0.0.1", "::1", socket.gethostname()}
    udp_host, _ = split_address(config.udp)
    if not is_wildcard(udp_host):
        names.add(udp_host)
    if config.public_host:
        names.add(config.public_host)
    return sorted(names)
