"""The configuration file of a stand-alone grid: TOML with GridConfig's settings and customers' keys."""

from __future__ import annotations

import tomllib
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import get_type_hints

import msgspec

from odind.core.errors import InvalidArgumentError
from odind.core.values.late import dataclass
from odind.tokens.access_key import AccessKey

from .config import GridConfig  # noqa: TC001 - settings are read by their types


@dataclass(frozen=True)
class CustomerSettings:
    """A customer: its name, and its access key or the file that contains it."""

    name: str
    access_key: str = ""
    access_key_file: Path | None = None

    def load(self) -> AccessKey:
        """Return the key; raises InvalidArgumentError."""
        if self.access_key_file is None:
            return AccessKey.parse(self.access_key)
        try:
            return AccessKey.parse(self.access_key_file.read_text("ascii").removesuffix("\n"))
        except (OSError, ValueError) as error:
            raise InvalidArgumentError(
                "GRID_CONFIG_INVALID",
                "cannot read the access key of {name}: {cause}",
                name=self.name,
                cause=error,
            ) from error


@dataclass(frozen=True)
class Settings:
    """The settings in the file. Without customers, only the state folder's own access key is accepted."""

    grid: GridConfig
    customers: tuple[CustomerSettings, ...] = ()

    def access_keys(self) -> dict[str, list[AccessKey]]:
        """Return the customers' keys by name."""
        keys: dict[str, list[AccessKey]] = {}
        for customer in self.customers:
            keys.setdefault(customer.name, []).append(customer.load())
        return keys


def read_settings(path: Path) -> Settings:
    """Read the file; raises InvalidArgumentError GRID_CONFIG_INVALID that names the problem."""
    try:
        table = tomllib.loads(path.read_text("utf-8"))
        _refuse_unknown_keys(table, Settings, "")
        return msgspec.convert(table, Settings, dec_hook=_convert)
    except (OSError, ValueError) as error:
        raise InvalidArgumentError(
            "GRID_CONFIG_INVALID", "{path}: {cause}", path=path, cause=error
        ) from error


def _refuse_unknown_keys(table: dict[str, object], kind: type, where: str) -> None:
    known = {field.name for field in fields(kind)}
    types = get_type_hints(kind)
    for name, value in table.items():
        if name not in known:
            raise ValueError(f"unknown key {where}{name}")
        if isinstance(value, dict) and is_dataclass(types[name]):
            _refuse_unknown_keys(value, types[name], f"{where}{name}.")


def _convert(kind: type, value: object) -> object:
    if issubclass(kind, Path) and isinstance(value, str):
        return Path(value)
    raise ValueError(f"expected {kind.__name__}")
