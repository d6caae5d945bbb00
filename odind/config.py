"""The daemon's settings: defaults, then a TOML file, then ODIND_SECTION__KEY in the environment, then flags.

Every layer may set any key; an unknown key is an error that names it.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import field, fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, get_args, get_origin, get_type_hints

import msgspec

from odind.access_config import AccessConfig
from odind.audit.config import AuditConfig
from odind.captions_config import CaptionsConfig
from odind.core.bounds.limits import Limits
from odind.core.errors import InvalidArgumentError, OdindError
from odind.core.values.late import dataclass
from odind.core.values.span import span_s
from odind.door.config import AudioSocketConfig
from odind.egress.config import EgressConfig
from odind.fleet_config import FleetConfig
from odind.folders import runtime_folders, state_folder
from odind.grid import GridConfig
from odind.hls_config import HlsConfig
from odind.logs import LEVELS, STYLES
from odind.observing_config import HealthConfig, MetricsConfig, TracesConfig
from odind.push_config import PushConfig
from odind.recordings_config import RecordingsConfig
from odind.rooms_config import GatewayConfig, RoomsConfig, TokenServiceConfig
from odind.sounds_config import SoundsConfig, SpeechConfig
from odind.storage_config import StorageConfig  # noqa: TC001 - settings are read by their types
from odind.tenants_config import TenantConfig, check_tenant_names
from odind.tls.config import TlsConfig
from odind.videosdk_config import VideoSdkConfig

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, MutableMapping, Sequence

_PREFIX: Final = "ODIND_"
_SEPARATOR: Final = "__"
_BOUNDS: Final = {
    "send_buffer_ms": (100, 60_000),
    "receive_buffer_ms": (20, 600_000),
    "caller_share_percent": (1, 100),
    "buffer_bytes": (1, 2**40),
    "max_user_data_bytes": (1, 512 * 1024),
    "max_message_bytes": (1, 512 * 1024),
    "caller_bytes_per_second": (1024 * 1024, 2**40),
}
"""The smallest and largest values. A buffer must hold a frame at least, a request a payload in base64. A
caller must be able to send the largest request."""
_MAX_WORKERS: Final = 64
_ANY: Final = (1, 2**31 - 1)
_ORIGIN: Final = re.compile(r"[a-z][a-z0-9+.-]*://[^/*?#\s]+")
_SECRETS: Final = {"access_key", "secret_access_key", "url", "secret"}
_PASSWORD: Final = re.compile(r"(?<=:)[^:@/]+(?=@)|(?<=[?&]password=)[^&]+")
"""The password within a URL."""


@dataclass(frozen=True)
class ServerConfig:
    """Where the daemon listens and keeps its files, and how many processes it spreads rooms over.

    An empty `socket` or `listen` turns that address off. With 0 workers, everything runs in one process. With
    `restore`, the connections of a daemon that ends, however it does, come back with the next one. `drain` is
    how long connections may go on after SIGTERM, as in "30s"; "0" stops at once.
    """

    socket: str = field(default_factory=lambda: str(runtime_folders()[0] / "odind.sock"))
    listen: str = "127.0.0.1:7710"
    state_dir: Path = field(default_factory=state_folder)
    workers: int = 0
    restore: bool = True
    drain: str = "0"

    @property
    def drain_s(self) -> int:
        """How long connections may go on after SIGTERM, in seconds."""
        return span_s(self.drain)

    def __post_init__(self) -> None:
        _check_span("server.drain", self.drain)
        if not 0 <= self.workers <= _MAX_WORKERS:
            raise InvalidArgumentError(
                "CONFIG_INVALID", "server.workers must be from 0 to {most}", most=_MAX_WORKERS
            )


@dataclass(frozen=True)
class HttpConfig:
    """Where Connect, gRPC-Web and WebSockets are served, and to whom. An empty address turns it off.

    `socket` is a unix socket for HTTP, in addition to the TCP address. `allow_origins` lists the origins of
    web pages that may use the daemon, as in "https://game.example"; `allow_hosts` lists host names that are
    allowed in URLs in addition to loopback's.
    """

    listen: str = "127.0.0.1:7711"
    socket: str = ""
    allow_origins: tuple[str, ...] = ()
    allow_hosts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for origin in self.allow_origins:
            if not _ORIGIN.fullmatch(origin):
                raise InvalidArgumentError(
                    "CONFIG_INVALID",
                    "http.allow_origins: {origin} must be an origin like https://game.example",
                    origin=origin,
                )


@dataclass(frozen=True)
class OdinConfig:
    """The outside gateway and the key for tokens. Without a gateway the daemon starts its embedded grid.

    `allowed_gateways` are those that callers may name beside it; "*" allows every one. Each file in
    `passwords_dir` holds the password of a cipher; callers name it by the file's name.
    """

    gateway: str = ""
    allowed_gateways: tuple[str, ...] = ()
    access_key: str = field(default="", repr=False)
    access_key_file: Path | None = None
    passwords_dir: Path | None = None


@dataclass(frozen=True)
class DevicesConfig:
    """Whether the machine's sound devices are used, and the folder for file devices.

    The default folder is `sound` in the state folder.
    """

    hardware: bool = True
    files_dir: Path | None = None


@dataclass(frozen=True)
class StoreConfig:
    """Where events and what must survive a restart are kept, and for how long.

    An empty `url` is a file in the state folder, "memory:" keeps nothing, "postgresql://…" is a database.
    Events are kept for `retention_days`, and within about `max_bytes`; 0 sets no limit. `payloads` is what
    the history of events keeps of messages and user data: "none", "hash" or "full". With `replace_damaged`, a
    damaged file is set aside for a new one.
    """

    url: str = field(default="", repr=False)
    payloads: str = "none"
    retention_days: int = 30
    max_bytes: int = 1_073_741_824
    replace_damaged: bool = False

    def __post_init__(self) -> None:
        if self.url not in ("", "memory:") and not self.url.startswith("postgresql://"):
            raise InvalidArgumentError(
                "CONFIG_INVALID", 'store.url must be "", "memory:" or a URL that begins with postgresql://'
            )
        _check_choice("store.payloads", self.payloads, ("none", "hash", "full"))
        for key in ("retention_days", "max_bytes"):
            if getattr(self, key) < 0:
                raise InvalidArgumentError("CONFIG_INVALID", "store.{key} must not be negative", key=key)


@dataclass(frozen=True)
class LogConfig:
    """How much is logged (debug, info, warning, error) and how (auto, json, text)."""

    level: str = "info"
    style: str = "auto"

    def __post_init__(self) -> None:
        _check_choice("log.level", self.level, LEVELS)
        _check_choice("log.style", self.style, STYLES)


@dataclass(frozen=True)
class Config:
    """All settings of the daemon."""

    server: ServerConfig = field(default_factory=ServerConfig)
    audio_socket: AudioSocketConfig = field(default_factory=AudioSocketConfig)
    http: HttpConfig = field(default_factory=HttpConfig)
    tls: TlsConfig = field(default_factory=TlsConfig)
    access: AccessConfig = field(default_factory=AccessConfig)
    tenants: dict[str, TenantConfig] = field(default_factory=dict)
    odin: OdinConfig = field(default_factory=OdinConfig)
    gateways: dict[str, GatewayConfig] = field(default_factory=dict)
    token_service: TokenServiceConfig = field(default_factory=TokenServiceConfig)
    egress: EgressConfig = field(default_factory=EgressConfig)
    videosdk: VideoSdkConfig = field(default_factory=VideoSdkConfig)
    sounds: SoundsConfig = field(default_factory=SoundsConfig)
    speech: SpeechConfig = field(default_factory=SpeechConfig)
    captions: CaptionsConfig = field(default_factory=CaptionsConfig)
    rooms: RoomsConfig = field(default_factory=RoomsConfig)
    grid: GridConfig = field(default_factory=GridConfig)
    fleet: FleetConfig = field(default_factory=FleetConfig)
    limits: Limits = field(default_factory=Limits)
    devices: DevicesConfig = field(default_factory=DevicesConfig)
    push: PushConfig = field(default_factory=PushConfig)
    recordings: RecordingsConfig = field(default_factory=RecordingsConfig)
    hls: HlsConfig = field(default_factory=HlsConfig)
    store: StoreConfig = field(default_factory=StoreConfig)
    storage: dict[str, StorageConfig] = field(default_factory=dict)
    log: LogConfig = field(default_factory=LogConfig)
    audit: AuditConfig = field(default_factory=AuditConfig)
    health: HealthConfig = field(default_factory=HealthConfig)
    traces: TracesConfig = field(default_factory=TracesConfig)
    metrics: MetricsConfig = field(default_factory=MetricsConfig)

    def __post_init__(self) -> None:
        check_tenant_names(self.tenants)
        self.access.require_tenants(self.tenants)


def load(file: Path | None, environment: Mapping[str, str], flags: Mapping[str, Any]) -> Config:
    """Merge the layers; `flags` is nested by section like the file, and None means that a flag was not given.

    Raises InvalidArgumentError CONFIG_INVALID; its text names the key or the file.
    """
    layers = (_read_file(file) if file else {}, _read_environment(environment), flags)
    merged: dict[str, Any] = {}
    for layer in layers:
        _merge(merged, layer)
    _refuse_unknown(merged, Config, "")
    _split_lists(merged, Config)
    try:
        config = msgspec.convert(merged, Config, strict=False, dec_hook=_decode)
    except msgspec.ValidationError as error:
        raise InvalidArgumentError("CONFIG_INVALID", "{problem}", problem=error) from None
    except OdindError as error:
        raise InvalidArgumentError("CONFIG_INVALID", "{problem}", problem=error.message) from None
    _check_limits(config.limits)
    return config


def forget_secrets(environment: MutableMapping[str, str]) -> None:
    """Remove the secrets among the settings, so that no child process inherits them."""
    for name in tuple(environment):
        if name.startswith(_PREFIX) and name.lower().rpartition(_SEPARATOR)[2] in _SECRETS:
            del environment[name]


def describe(config: Config) -> dict[str, Any]:
    """Return the effective settings as plain values, with secrets masked."""
    return _shown_table(config)


def _read_file(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text())
    except (OSError, ValueError) as error:
        raise InvalidArgumentError("CONFIG_INVALID", "{file}: {problem}", file=file, problem=error) from None


def _read_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    """Nest ODIND_SECTION__KEY variables by section; names without a section are ignored."""
    found: dict[str, Any] = {}
    for name, value in environment.items():
        if name.startswith(_PREFIX) and _SEPARATOR in name:
            *sections, key = name.removeprefix(_PREFIX).lower().split(_SEPARATOR)
            nested: dict[str, Any] = {key: value}
            for section in reversed(sections):
                nested = {section: nested}
            _merge(found, nested)
    return found


def _merge(into: dict[str, Any], layer: Mapping[str, Any]) -> None:
    for key, value in layer.items():
        if isinstance(value, dict):
            if not isinstance(into.get(key), dict):
                into[key] = {}
            _merge(into[key], value)
        elif value is not None:
            into[key] = value


def _refuse_unknown(values: Mapping[str, Any], table: Any, path: str) -> None:
    hints = get_type_hints(table)
    for key, value in values.items():
        if key not in hints:
            known = ", ".join(setting.name for setting in fields(table))
            raise InvalidArgumentError(
                "CONFIG_INVALID",
                "unknown setting {key}; known here: {known}",
                key=path + key,
                known=known,
            )
        for name, inner, kind in _tables_in(key, value, hints[key]):
            _refuse_unknown(inner, kind, f"{path}{name}.")


def _tables_in(key: str, value: Any, kind: Any) -> Iterator[tuple[str, dict[str, Any], Any]]:
    """Yield the tables below a key, each with its name and type: the value itself, or those that it names."""
    if is_dataclass(kind) and isinstance(value, dict):
        yield key, value, kind
    elif get_origin(kind) is dict and isinstance(value, dict):
        for name, named in value.items():
            yield from _tables_in(f"{key}.{name}", named, get_args(kind)[1])


def _split_lists(values: MutableMapping[str, Any], table: Any) -> None:
    """Split lists that were given as one comma-separated text, as in the environment."""
    for key, kind in get_type_hints(table).items():
        value = values.get(key)
        for _, inner, inner_kind in _tables_in(key, value, kind):
            _split_lists(inner, inner_kind)
        if get_origin(kind) is tuple and isinstance(value, str):
            values[key] = [item.strip() for item in value.split(",") if item.strip()]


def _check_choice(key: str, value: str, choices: Sequence[str]) -> None:
    if value not in choices:
        raise InvalidArgumentError(
            "CONFIG_INVALID", "{key} must be one of {choices}", key=key, choices=", ".join(choices)
        )


def _check_span(key: str, value: str) -> None:
    try:
        span_s(value)
    except ValueError as error:
        raise InvalidArgumentError("CONFIG_INVALID", "{key}: {problem}", key=key, problem=error) from None


def _check_limits(limits: Limits) -> None:
    for setting in fields(limits):
        least, most = _BOUNDS.get(setting.name, _ANY)
        if not least <= getattr(limits, setting.name) <= most:
            raise InvalidArgumentError(
                "CONFIG_INVALID",
                "limits.{key} must be from {least} to {most}",
                key=setting.name,
                least=least,
                most=most,
            )


def _decode(kind: type, value: Any) -> Any:
    return Path(value) if kind is Path else value


def _shown_table(table: Any) -> dict[str, Any]:
    """Return every setting; msgspec's own conversion leaves out those that have their default."""
    return {setting.name: _shown(setting.name, getattr(table, setting.name)) for setting in fields(table)}


def _shown(key: str, value: Any) -> Any:
    if is_dataclass(value):
        return _shown_table(value)
    if isinstance(value, dict):
        return {name: _shown(name, named) for name, named in value.items()}
    if key == "url":
        return _PASSWORD.sub("***", value)
    if key in _SECRETS and value:
        return "***"
    return str(value) if isinstance(value, Path) else value
