"""The outputs that the settings name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.core.errors import InvalidArgumentError
from odind.core.outputs.output import Output, Outputs
from odind.outputs.folder import FolderDestination
from odind.outputs.spool import FolderSpool
from odind.outputs.threaded import ThreadedDestination
from odind.storage_config import STORAGE_NAME

from .named_secrets import read_secret
from .recording import sealing_keys

if TYPE_CHECKING:
    from odind.config import Config
    from odind.outputs.threaded import BlockingDestination
    from odind.sealing.keys import SealingKeys
    from odind.storage_config import StorageConfig


def outputs_of(config: Config) -> Outputs:
    """Return the outputs by name, and the spool; raises InvalidArgumentError CONFIG_INVALID."""
    keys = sealing_keys(config)
    named = {name: _output(name, one, keys) for name, one in sorted(config.storage.items())}
    return Outputs(named, FolderSpool(keys), config.recordings.spool_max_bytes)


def _output(name: str, config: StorageConfig, keys: SealingKeys) -> Output:
    if not STORAGE_NAME.fullmatch(name):
        raise InvalidArgumentError(
            "CONFIG_INVALID", "storage.{name}: a name must have 1 to 63 letters, digits, - and _", name=name
        )
    destination = ThreadedDestination(_place(name, config), keys)
    return Output(destination, config.give_up_after_s, config.keep_local)


def _place(name: str, config: StorageConfig) -> BlockingDestination:
    if config.folder:
        return FolderDestination(config.folder)
    try:
        from odind.outputs.s3 import Bucket, S3Destination  # noqa: PLC0415 - an extra, and it takes a while
    except ImportError:
        raise InvalidArgumentError(
            "CONFIG_INVALID", "storage.{name} needs botocore: pip install 'odind[s3]'", name=name
        ) from None
    bucket = Bucket(
        config.bucket,
        config.endpoint,
        config.region,
        config.prefix,
        config.path_style,
        config.access_key_id,
        _secret(name, config),
    )
    return S3Destination(bucket)


def _secret(name: str, config: StorageConfig) -> str:
    file = config.secret_access_key_file
    if file is None:
        return config.secret_access_key
    try:
        return read_secret(file)
    except OSError as error:
        raise InvalidArgumentError(
            "CONFIG_INVALID",
            "storage.{name}.secret_access_key_file: {problem}",
            name=name,
            problem=error,
        ) from None
