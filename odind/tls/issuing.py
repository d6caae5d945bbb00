"""Makes certificates: an authority's own, and those that it signs."""

from __future__ import annotations

import datetime as dt
import ipaddress
from typing import TYPE_CHECKING, Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from odind.core.values.late import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

FOR_SERVERS: Final = (ExtendedKeyUsageOID.SERVER_AUTH,)
FOR_CLIENTS: Final = (ExtendedKeyUsageOID.CLIENT_AUTH,)
FOR_MEMBERS: Final = FOR_SERVERS + FOR_CLIENTS
_CLOCK_SKEW: Final = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Issued:
    """A certificate and its private key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def certificate_pem(self) -> bytes:
        """The certificate as PEM."""
        return self.certificate.public_bytes(Encoding.PEM)

    @property
    def key_pem(self) -> bytes:
        """The key as PEM, a secret."""
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def make_authority(name: str, moment: dt.datetime, days: int) -> Issued:
    """Make an authority that signs certificates of servers and clients, but of no other authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = (
        _builder(_name(name), _name(name), key, moment, days)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(signs_certificates=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, SHA256())
    )
    return Issued(certificate, key)


def issue(
    authority: Issued,
    subject: str,
    names: Sequence[str],
    purposes: Sequence[x509.ObjectIdentifier],
    *,
    moment: dt.datetime,
    days: int,
) -> Issued:
    """Make a certificate for DNS names and IP addresses, signed by the authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    ca_key_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key())
    certificate = (
        _builder(_name(subject), authority.certificate.subject, key, moment, days)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
        .add_extension(x509.SubjectAlternativeName([general_name(name) for name in names]), critical=False)
        .add_extension(ca_key_id, critical=False)
        .sign(authority.key, SHA256())
    )
    return Issued(certificate, key)


def general_name(name: str) -> x509.GeneralName:
    """Return a DNS name or an IP address as certificates have it."""
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def is_issued_by(one: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Whether one certificate was signed with the other's key, and names it as its issuer."""
    try:
        one.verify_directly_issued_by(issuer)
    except Exception:  # noqa: BLE001 - several unrelated classes, each of which means no
        return False
    return True


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, moment: dt.datetime, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(moment - _CLOCK_SKEW)
        .not_valid_after(moment + dt.timedelta(days=days))
    )


def _key_usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )
