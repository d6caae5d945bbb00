"""The daemon's settings: layers, names, types, masks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odind.config import Config, OdinConfig, describe, load
from odind.core.errors import InvalidArgumentError

SECRET = "plantedkey"  # noqa: S105 - it is planted


def write(folder: Path, text: str) -> Path:
    file = folder / "odind.toml"
    file.write_text(text)
    return file


def problem(file: Path | None = None, environment: dict[str, str] | None = None, **flags: Any) -> str:
    """What is said of a wrong configuration."""
    with pytest.raises(InvalidArgumentError) as caught:
        load(file, environment or {}, flags)
    assert caught.value.reason == "CONFIG_INVALID"
    assert "\n" not in caught.value.message
    return caught.value.message


def test_without_any_layer_the_defaults_hold() -> None:
    assert load(None, {}, {}) == Config()


def test_every_layer_wins_over_the_one_before(tmp_path: Path) -> None:
    file = write(tmp_path, "[limits]\nmax_connections = 1\nmax_watchers = 1\nmax_audio_streams = 1\n")
    environment = {"ODIND_LIMITS__MAX_WATCHERS": "2", "ODIND_LIMITS__MAX_AUDIO_STREAMS": "2"}
    limits = load(file, environment, {"limits": {"max_audio_streams": 3, "event_buffer": None}}).limits
    assert (limits.max_connections, limits.max_watchers, limits.max_audio_streams) == (1, 2, 3)
    assert limits.event_buffer == 10_000


def test_a_flag_that_is_not_given_hides_nothing(tmp_path: Path) -> None:
    file = write(tmp_path, "[server]\nlisten = '127.0.0.1:1'\n")
    assert load(file, {}, {"server": {"listen": None}}).server.listen == "127.0.0.1:1"


def test_an_empty_text_is_a_value(tmp_path: Path) -> None:
    file = write(tmp_path, "[server]\nlisten = '127.0.0.1:1'\n")
    assert load(file, {"ODIND_SERVER__LISTEN": ""}, {}).server.listen == ""


def test_texts_of_the_environment_become_what_the_setting_is() -> None:
    environment = {
        "ODIND_LIMITS__JOIN_TIMEOUT_MS": "250",
        "ODIND_SERVER__STATE_DIR": "/var/lib/x",
        "ODIND_GRID__ALLOW_UNKNOWN_KEYS": "true",
        "ODIND_GRID__TIMES__KICK_BAN": "1.5",
    }
    config = load(None, environment, {})
    assert config.limits.join_timeout_ms == 250
    assert config.server.state_dir == Path("/var/lib/x")
    assert config.grid.allow_unknown_keys is True
    assert config.grid.times.kick_ban == 1.5


def test_a_variable_without_a_section_is_not_read() -> None:
    assert load(None, {"ODIND_TARGET": "unix:/x", "OTHER__THING": "1"}, {}) == Config()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[limits]\nmax_conections = 1", "limits.max_conections"),
        ("[limit]\nmax_connections = 1", "unknown setting limit;"),
        ("[grid.limits]\nmax_rooom = 1", "grid.limits.max_rooom"),
        ("listen = 'x'", "unknown setting listen;"),
    ],
)
def test_an_unknown_key_is_named_with_those_that_are_known(tmp_path: Path, text: str, named: str) -> None:
    said = problem(write(tmp_path, text))
    assert named in said
    assert "known here: " in said


def test_an_unknown_key_of_the_environment_is_named() -> None:
    assert "odin.gatway" in problem(environment={"ODIND_ODIN__GATWAY": "x"})


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[limits]\nmax_connections = 'many'", "limits.max_connections"),
        ("[limits]\nmax_connections = 1.5", "limits.max_connections"),
        ("[limits]\nmax_connections = 0", "limits.max_connections"),
        ("[limits]\nmax_connections = -1", "limits.max_connections"),
        ("[limits]\nreceive_buffer_ms = 19", "limits.receive_buffer_ms"),
        ("[limits]\nsend_buffer_ms = 0", "limits.send_buffer_ms"),
        ("limits = 5", "limits"),
        ("[server.listen]\nport = 1", "server.listen"),
        ("[log]\nlevel = 'loud'", "log.level"),
        ("[log]\nstyle = 'shiny'", "log.style"),
        ("[odin]\naccess_key = 5", "odin.access_key"),
        ("[grid]\nlisten = 'nonsense'", "nonsense"),
        ("[grid.times]\nkick_ban = 0", "kick_ban"),
    ],
)
def test_a_wrong_value_is_told_with_its_key(tmp_path: Path, text: str, named: str) -> None:
    assert named in problem(write(tmp_path, text))


@pytest.mark.parametrize("text", ["[server", "a = \x00", "= 1"])
def test_a_file_that_is_no_toml_is_named(tmp_path: Path, text: str) -> None:
    file = write(tmp_path, text)
    assert str(file) in problem(file)


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    file = tmp_path / "odind.toml"
    file.write_bytes(b"\xff\xfe")
    assert str(file) in problem(file)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert str(tmp_path / "none.toml") in problem(tmp_path / "none.toml")
    assert str(tmp_path) in problem(tmp_path)


@given(
    st.dictionaries(
        st.text("ABS_", min_size=1, max_size=9).map(lambda name: f"ODIND_{name}"), st.text(max_size=3)
    )
)
def test_variables_of_any_name_are_refused_in_one_line_or_not_read(environment: dict[str, str]) -> None:
    try:
        load(None, environment, {})
    except InvalidArgumentError as error:
        assert error.reason == "CONFIG_INVALID"  # noqa: PT017 - either outcome is right


def test_variables_that_contradict_one_another_are_refused() -> None:
    assert "unknown setting" in problem(environment={"ODIND_A__B": "1", "ODIND_A__B__C": "2"})
    assert "listen" in problem(environment={"ODIND_SERVER__LISTEN": "2", "ODIND_SERVER__LISTEN__X": "1"})


def test_a_secret_is_never_said_when_it_is_wrong(tmp_path: Path) -> None:
    assert SECRET not in problem(write(tmp_path, f"[odin.access_key]\nx = '{SECRET}'"))
    assert SECRET not in problem(write(tmp_path, f"[odin]\naccess_keys = '{SECRET}'"))


def test_the_description_masks_secrets_and_keeps_the_rest() -> None:
    config = load(None, {"ODIND_ODIN__ACCESS_KEY": SECRET, "ODIND_ODIN__GATEWAY": "g"}, {})
    described = describe(config)
    assert described["odin"] == {
        "gateway": "g",
        "allowed_gateways": (),
        "access_key": "***",
        "access_key_file": None,
        "passwords_dir": None,
    }
    assert described["limits"]["max_connections"] == 256
    assert SECRET not in repr(described) + repr(config)


def test_settings_beside_one_that_is_set_are_described_too() -> None:
    described = describe(load(None, {"ODIND_SERVER__LISTEN": "", "ODIND_LIMITS__MAX_WATCHERS": "3"}, {}))
    assert set(described["server"]) == {"socket", "listen", "state_dir", "workers", "restore", "drain"}
    assert len(described["limits"]) == len(describe(Config())["limits"])


def test_a_secret_that_is_not_set_is_shown_as_not_set() -> None:
    assert describe(Config(odin=OdinConfig()))["odin"]["access_key"] == ""


def test_what_is_described_can_be_loaded_again() -> None:
    described = describe(Config())
    for name in ("access_key_file", "passwords_dir"):
        described["odin"].pop(name)
    for name in ("certificate_file", "private_key_file"):
        described["grid"].pop(name)
    assert load(None, {}, described) == Config()


@pytest.mark.parametrize(
    ("environment", "socket", "state"),
    [
        (
            {"RUNTIME_DIRECTORY": "/run/odind", "STATE_DIRECTORY": "/var/lib/odind"},
            "/run/odind/odind.sock",
            "/var/lib/odind",
        ),
        (
            {"XDG_RUNTIME_DIR": "/run/user/1", "XDG_STATE_HOME": "/home/me/state"},
            "/run/user/1/odind/odind.sock",
            "/home/me/state/odind",
        ),
    ],
)
def test_files_are_where_the_system_wants_them(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], socket: str, state: str
) -> None:
    for name in ("RUNTIME_DIRECTORY", "STATE_DIRECTORY", "XDG_RUNTIME_DIR", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    server = Config().server
    assert (server.socket, str(server.state_dir)) == (socket, state)


def test_without_a_session_a_user_has_the_socket_in_the_state_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("RUNTIME_DIRECTORY", "STATE_DIRECTORY", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", "/home/me/state")
    monkeypatch.setattr("os.geteuid", lambda: 1_000)
    assert Config().server.socket == "/home/me/state/odind/odind.sock"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://odind:secret@host:5432/odind", "postgresql://odind:***@host:5432/odind"),
        (
            "postgresql://host/odind?user=odind&password=secret",
            "postgresql://host/odind?user=odind&password=***",
        ),
        ("postgresql://odind@/odind?host=/run/postgresql", "postgresql://odind@/odind?host=/run/postgresql"),
        ("memory:", "memory:"),
    ],
)
def test_a_store_is_shown_without_its_password(url: str, shown: str) -> None:
    assert describe(load(None, {"ODIND_STORE__URL": url}, {}))["store"]["url"] == shown


@pytest.mark.parametrize("store", [{"url": "sqlite:x"}, {"payloads": "some"}, {"retention_days": -1}])
def test_a_store_that_cannot_be_is_refused(store: dict[str, object]) -> None:
    with pytest.raises(InvalidArgumentError, match="store"):
        load(None, {}, {"store": store})
