"""The driver of the Python client with a wilful fault, named by its argument: what the runner must find."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2] / "clients/python/conformance"))

import driver
from driver import Audio, Driver

FAULT = sys.argv[1]
_tell = driver.tell


def told_wrongly(number: int, **answer: Any) -> None:
    """Tell it as a client would that loses something on the way."""
    error = answer.get("error", {})
    event = answer.get("item", {}).get("event", {})
    match FAULT:
        case "loses-reasons":
            error.pop("reason", None)
        case "loses-metadata" if error:
            error["metadata"] = {}
        case "counts-in-doubles" if "sequence" in event:
            event["sequence"] = f"{float(event['sequence']):.0f}"
    _tell(number, **answer)


class FaultyAudio(Audio):
    async def control(self, do: str, a: dict[str, Any]) -> dict[str, Any] | None:
        match FAULT, do:
            case "ignores-credit", "write":
                self.stream._accepted_until = 2**63
            case "changes-sound", "write" if "start" in a:
                a["start"] += 1
            case "marks-too-early", "mark":
                await self.stream.mark(a["name"])
                return {"position": "1000"}
            case "closes-nothing", "close":
                return {}
            case "drains-nothing", "drain":
                return {"samples": "1000"}
        return await super().control(do, a)


class FaultyDriver(Driver):
    async def perform(self, number: int, op: str, a: dict[str, Any]) -> None:
        match FAULT, op:
            case "speaks-no-json", "info":
                sys.stdout.write("hello, runner\n")
            case "says-nothing", "info":
                return
            case "knows-no-list", "list":
                op = "nothing-known"
            case "dies", "info":
                sys.exit("I am dying")
            case "leaves-calls-open", "cancel":
                told_wrongly(number, result={})
                return
            case "joins-twice", "join":
                await asyncio.gather(self.daemon.join_room("lobby"), return_exceptions=True)
            case "ignores-its-target", "connect":
                a["target"] = "unix:/nobody"
            case "is-of-another-protocol", "hello":
                told_wrongly(number, result={**(await self.hello(number, a)), "protocol": 2})
                return
            case "has-no-features", "hello":
                told_wrongly(
                    number, result={"protocol": 1, "client": "bare", "version": "0", "features": ["tcp"]}
                )
                return
        await super().perform(number, op, a)


if __name__ == "__main__":
    driver.tell, driver.Audio = told_wrongly, FaultyAudio
    asyncio.run(FaultyDriver().serve())
    sys.exit(3 if FAULT == "ends-badly" else 0)
