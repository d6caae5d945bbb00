"""What botocore raises, as the errors of destinations."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    CredentialRetrievalError,
    NoCredentialsError,
    PartialCredentialsError,
)
from botocore.exceptions import HTTPClientError as HttpClientError

from odind.core.values.foreign import bounded

from .failures import denied, differs, no_bucket, unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from odind.core.errors import OdindError

_NO_CREDENTIALS: Final = (CredentialRetrievalError, NoCredentialsError, PartialCredentialsError)
_REFUSED: Final = {"ExpiredToken", "InvalidToken", "TokenRefreshRequired"}
"""Codes of refusals that come as 400."""
_REFUSED_STATUS: Final = (401, 403)


@contextmanager
def calling(place: str, bucket: str) -> Iterator[None]:
    """Raise the errors of destinations for what goes wrong with a store."""
    try:
        yield
    except ClientError as error:
        raise _answered(place, bucket, error) from error
    except _NO_CREDENTIALS as error:
        raise denied(place, bounded(str(error))) from error
    except (BotoCoreError, HttpClientError, OSError) as error:
        raise unavailable(place, bounded(str(error))) from error


def code_of(error: ClientError) -> str:
    """Return what a store calls an error: its code, or the HTTP status where the answer has no body."""
    return str(error.response.get("Error", {}).get("Code", ""))


def _answered(place: str, bucket: str, error: ClientError) -> OdindError:
    code, status = code_of(error), error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    problem = bounded(f"{code}: {error.response.get('Error', {}).get('Message', '')}")
    if code == "NoSuchBucket":
        return no_bucket(bucket)
    if code == "BadDigest":
        return differs(place)
    if status in _REFUSED_STATUS or code in _REFUSED:
        return denied(place, problem)
    return unavailable(place, problem)
