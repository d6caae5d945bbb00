"""Where the daemon is, and how a client finds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.conformance.case import Group, expect, expect_equal
from odind.conformance.script import ScriptedDaemon
from odind.v1 import server_pb2

if TYPE_CHECKING:
    from odind.conformance.stage import Stage

GROUP: Final = Group("target", "grpc")
_INFO: Final = server_pb2.GetInfoResponse(version="7.7.7")
_NOWHERE: Final = "127.0.0.1:1"
NO_PROXY: Final = dict.fromkeys(("no_proxy", "NO_PROXY", "no_grpc_proxy"))


def proxies(url: str) -> dict[str, str]:
    """Return variables that say that a proxy must be asked."""
    return dict.fromkeys(("http_proxy", "https_proxy", "grpc_proxy", "HTTPS_PROXY"), url)


async def reaches(stage: Stage) -> None:
    """Judge whether the client talks to the stage's daemon."""
    stage.script.answer("GetInfo", _INFO)
    info = await stage.driver.ask("info")
    expect_equal(info.get("version"), "7.7.7", "version of the answer")


@GROUP.case("unix", "unix")
async def _unix(stage: Stage) -> None:
    """A target unix:/path is dialled."""
    await stage.connect()
    await reaches(stage)


@GROUP.case("bare-path", "unix")
async def _bare_path(stage: Stage) -> None:
    """An absolute path alone is a unix socket."""
    await stage.connect(target=str(stage.socket))
    await reaches(stage)


@GROUP.case("tcp", "tcp")
async def _tcp(stage: Stage) -> None:
    """A target host:port is dialled."""
    await stage.connect(target=stage.tcp)
    await reaches(stage)


@GROUP.case("path-with-spaces-and-umlauts", "unix", "unicode_paths")
async def _odd_path(stage: Stage) -> None:
    """A path is taken as it is, whatever is in it."""
    folder = stage.folder / "räume %41 & mehr"
    folder.mkdir()
    async with ScriptedDaemon(folder / "odind.sock") as script:
        script.answer("GetInfo", _INFO)
        await stage.connect(target=script.target)
        info = await stage.driver.ask("info")
    expect_equal(info.get("version"), "7.7.7", "version of the answer")


@GROUP.case("from-environment", "tcp")
async def _from_environment(stage: Stage) -> None:
    """Without a target, ODIND_TARGET says where."""
    await stage.connect(target=None, environment={"ODIND_TARGET": stage.tcp})
    await reaches(stage)


@GROUP.case("given-before-environment", "tcp")
async def _given_first(stage: Stage) -> None:
    """A target that is given goes before ODIND_TARGET."""
    await stage.connect(target=stage.tcp, environment={"ODIND_TARGET": _NOWHERE})
    await reaches(stage)


@GROUP.case("default", "unix")
async def _default(stage: Stage) -> None:
    """Without target and environment, the socket of the session's daemon is found."""
    folder = stage.folder / "odind"
    folder.mkdir()
    async with ScriptedDaemon(folder / "odind.sock") as script:
        script.answer("GetInfo", _INFO)
        searched = {"XDG_RUNTIME_DIR": str(stage.folder), "ODIND_TARGET": None, "RUNTIME_DIRECTORY": None}
        await stage.connect(target=None, environment=searched)
        info = await stage.driver.ask("info")
    expect_equal(info.get("version"), "7.7.7", "version of the answer")


async def refuses_key(stage: Stage, target: str) -> None:
    """Judge whether the client refuses to send an API key in the clear to another machine."""
    error = await stage.refusal("connect", target=target, api_key="secret")
    expect_equal((error.code, error.reason), ("INVALID_ARGUMENT", "KEY_UNPROTECTED"), "code and reason")


async def malformed(stage: Stage, target: str) -> None:
    """Judge whether the client refuses a target that it cannot understand."""
    error = await stage.refusal("connect", target=target)
    expect_equal((error.code, error.reason), ("INVALID_ARGUMENT", "TARGET_INVALID"), "code and reason")


@GROUP.case("malformed/word")
async def _word(stage: Stage) -> None:
    """A word is refused before anything is dialled."""
    await malformed(stage, "nonsense")


@GROUP.case("malformed/port")
async def _port(stage: Stage) -> None:
    """A port that is no number is refused before anything is dialled."""
    await malformed(stage, "127.0.0.1:http")


@GROUP.case("malformed/path", "unix")
async def _no_path(stage: Stage) -> None:
    """A unix target without a path is refused before anything is dialled."""
    await malformed(stage, "unix:")


async def nobody(stage: Stage, target: str) -> None:
    """Judge whether the client tells that nobody is at a target."""
    await stage.connect(target=target)
    error = await stage.refusal("info")
    expect_equal((error.code, error.reason), ("UNAVAILABLE", "DAEMON_UNREACHABLE"), "code and reason")
    expect(target in error.message, f"the message must name {target}, but was: {error.message}")


@GROUP.case("nobody-there/unix", "unix")
async def _nobody_on_unix(stage: Stage) -> None:
    """A socket without a daemon is told as DAEMON_UNREACHABLE, at once."""
    await nobody(stage, f"unix:{stage.folder / 'nobody.sock'}")


@GROUP.case("nobody-there/tcp", "tcp")
async def _nobody_on_tcp(stage: Stage) -> None:
    """A port without a daemon is told as DAEMON_UNREACHABLE, at once."""
    await nobody(stage, _NOWHERE)


@GROUP.case("proxy-variables-ignored", "tcp")
async def _proxy(stage: Stage) -> None:
    """A proxy from the environment never stands between."""
    environment = {**NO_PROXY, **proxies(f"http://{_NOWHERE}")}
    await stage.connect(target=stage.tcp, environment=environment)
    await reaches(stage)


@GROUP.case("again")
async def _again(stage: Stage) -> None:
    """A client that was closed can be followed by another."""
    await stage.connect()
    await reaches(stage)
    await stage.driver.ask("close")
    await stage.connect()
    await reaches(stage)
