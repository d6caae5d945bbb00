"""What goes wrong with requests of our own, as errors for those who asked for them."""

from __future__ import annotations

from odind.core.errors import FailedPreconditionError, InvalidArgumentError, UnavailableError
from odind.core.values.foreign import bounded


def url_refused(problem: str) -> InvalidArgumentError:
    """Return the error of a URL that is never called; the URL may hold secrets and is not in it."""
    return InvalidArgumentError("URL_REFUSED", "the URL {problem}", problem=problem)


def address_refused(host: str, addresses: str) -> InvalidArgumentError:
    """Return the error of a host with no address that may be called."""
    return InvalidArgumentError(
        "ADDRESS_REFUSED",
        "the host {host} has no public address, but {addresses}; to call it, name its network in the setting "
        "egress.allow_networks",
        host=host,
        addresses=addresses,
    )


def unresolved(host: str, detail: object) -> UnavailableError:
    """Return the error of a host without an address."""
    return UnavailableError(
        "HOST_UNRESOLVED", "the host {host} has no address: {detail}", host=host, detail=bounded(str(detail))
    )


def unreachable(host: str, detail: str) -> UnavailableError:
    """Return the error of a host that does not take or answer the request."""
    return UnavailableError(
        "HOST_UNREACHABLE", "the host {host} does not answer: {detail}", host=host, detail=bounded(detail)
    )


def untrusted(host: str, detail: str) -> FailedPreconditionError:
    """Return the error of a host whose certificate is not trusted."""
    return FailedPreconditionError(
        "CERTIFICATE_UNTRUSTED",
        "the certificate of the host {host} is not trusted here: {detail}",
        host=host,
        detail=bounded(detail),
    )


def too_large(host: str, most: int) -> FailedPreconditionError:
    """Return the error of an answer with more bytes than we read."""
    return FailedPreconditionError(
        "ANSWER_TOO_LARGE", "the host {host} answers with more than {most} bytes", host=host, most=most
    )


def redirects_too_often(host: str, most: int) -> FailedPreconditionError:
    """Return the error of a host that sends us from one URL to the next."""
    return FailedPreconditionError(
        "TOO_MANY_REDIRECTS", "the host {host} redirects more than {most} times", host=host, most=most
    )
