"""Which certificates the native runtime trusts: the system's and the embedded grid's.

The native runtime reads the PEM file named by SSL_CERT_FILE *instead of* the system's store, so the file must
contain both. The variable must be set before the first join.
"""

from __future__ import annotations

import os
import ssl
from pathlib import Path
from typing import TYPE_CHECKING, Final

from odind.private_files import write_private

if TYPE_CHECKING:
    from collections.abc import Iterator

_VARIABLE: Final = "SSL_CERT_FILE"
_FOR_EVERYBODY: Final = 0o644


def trust_also(ca_file: Path, bundle: Path) -> None:
    """Write the system's certificates and `ca_file` to `bundle`, and make the native runtime trust it."""
    certificates = [path.read_text() for path in (*_system_stores(bundle), ca_file)]
    write_private(bundle, "\n".join(certificates).encode(), _FOR_EVERYBODY)
    os.environ[_VARIABLE] = str(bundle)


def _system_stores(bundle: Path) -> Iterator[Path]:
    """Yield the PEM files of the system's trust: the one the user set, or OpenSSL's."""
    paths = ssl.get_default_verify_paths()
    for name in (os.environ.get(_VARIABLE), paths.cafile, "/etc/ssl/certs/ca-certificates.crt"):
        if name and Path(name).is_file() and Path(name) != bundle:
            yield Path(name)
            return
    if paths.capath:
        yield from sorted(Path(paths.capath).glob("*.pem"))
