"""Where the daemon's HTTP is, and how a client finds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from odind.conformance.case import Group

from .target import NO_PROXY, malformed, nobody, proxies, reaches, refuses_key

if TYPE_CHECKING:
    from odind.conformance.stage import Stage

GROUP: Final = Group("http/target", "http")
_NOWHERE: Final = "http://127.0.0.1:1"
_ELSEWHERE: Final = "http://192.0.2.1:7711"


async def _connect(stage: Stage, **arguments: Any) -> None:
    await stage.open_http()
    await stage.connect(**arguments)


@GROUP.case("url")
async def _url(stage: Stage) -> None:
    """A target http://host:port is called."""
    await _connect(stage)
    await reaches(stage)


@GROUP.case("url-with-slash")
async def _slash(stage: Stage) -> None:
    """A slash at the end of the target changes nothing."""
    await stage.open_http()
    await stage.connect(target=f"{stage.target}/")
    await reaches(stage)


@GROUP.case("from-environment", "environment")
async def _from_environment(stage: Stage) -> None:
    """Without a target, ODIND_HTTP says where."""
    await stage.open_http()
    await stage.connect(target=None, environment={"ODIND_HTTP": stage.target})
    await reaches(stage)


@GROUP.case("given-before-environment", "environment")
async def _given_first(stage: Stage) -> None:
    """A target that is given goes before ODIND_HTTP."""
    await _connect(stage, environment={"ODIND_HTTP": _NOWHERE})
    await reaches(stage)


@GROUP.case("malformed/word")
async def _word(stage: Stage) -> None:
    """A word is refused before anything is called."""
    await malformed(stage, "nonsense")


@GROUP.case("malformed/port")
async def _port(stage: Stage) -> None:
    """A port that is no number is refused before anything is called."""
    await malformed(stage, "http://127.0.0.1:http")


@GROUP.case("malformed/no-host")
async def _no_host(stage: Stage) -> None:
    """An address without a host is refused before anything is called."""
    await malformed(stage, "http://")


@GROUP.case("nobody-there")
async def _nobody(stage: Stage) -> None:
    """A port without a daemon is told as DAEMON_UNREACHABLE, at once."""
    await nobody(stage, _NOWHERE)


@GROUP.case("proxy-variables-ignored", "environment")
async def _proxy(stage: Stage) -> None:
    """A proxy from the environment never stands between."""
    await _connect(stage, environment={**NO_PROXY, **proxies(_NOWHERE)})
    await reaches(stage)


@GROUP.case("api-key-stays-here")
async def _key_stays(stage: Stage) -> None:
    """An API key is not sent in the clear beyond this machine."""
    await refuses_key(stage, _ELSEWHERE)


@GROUP.case("again")
async def _again(stage: Stage) -> None:
    """A client that was closed can be followed by another."""
    for _ in range(2):
        await _connect(stage)
        await reaches(stage)
        await stage.driver.ask("close")
