"""Tables of errors: how each one that the protos promise is provoked, and how it must look to the caller."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from google.rpc import error_details_pb2
from grpc_status import rpc_status

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import grpc

    from odind.core.bounds.limits import Limits

    from .bench import Bench

    Provoke = Callable[[Bench], Awaitable[object]]


BUDGET = ("whose", "limit", "held", "wanted")
"""The variables of a refusal by a budget."""


@dataclass(frozen=True)
class Case:
    """One way to get one error. `metadata` names the variables of its text."""

    rpc: str
    code: str
    reason: str
    metadata: frozenset[str]
    limits: Limits | None
    has_key: bool
    provoke: Provoke

    def __str__(self) -> str:
        return f"{self.rpc} {self.reason} {self.provoke.__name__}"


class Cases(list[Case]):
    """The errors of one service."""

    def __init__(self, service: str) -> None:
        super().__init__()
        self.service = service

    def add(
        self,
        rpc: str,
        code: str,
        reason: str,
        *metadata: str,
        limits: Limits | None = None,
        has_key: bool = True,
    ) -> Callable[[Provoke], Provoke]:
        """Note the decorated function as what provokes the error."""

        def note(provoke: Provoke) -> Provoke:
            self.append(Case(rpc, code, reason, frozenset(metadata), limits, has_key, provoke))
            return provoke

        return note

    @property
    def covered(self) -> set[tuple[str, str, str]]:
        """Every rpc, code and reason in the table."""
        return {(f"{self.service}.{case.rpc}", case.code, case.reason) for case in self}


def check(failure: grpc.aio.AioRpcError, case: Case) -> None:
    """Assert that the caller gets what it can switch on, and every variable of the text beside it."""
    info = error_info(failure)
    text = failure.details() or ""
    assert (failure.code().name, info.reason, info.domain) == (case.code, case.reason, "odind")
    assert set(info.metadata) == case.metadata
    assert all(value in text for value in info.metadata.values()), text
    assert "{" not in text


def error_info(failure: Any) -> error_details_pb2.ErrorInfo:
    """The ErrorInfo of a failed call, beside which is a RetryInfo where it says when to try again."""
    status = rpc_status.from_call(failure)
    assert status is not None
    detail, *more = status.details
    info = error_details_pb2.ErrorInfo()
    assert detail.Unpack(info)
    retries = ["retry_after_s" in info.metadata] if more else []
    assert [one.Is(error_details_pb2.RetryInfo.DESCRIPTOR) for one in more] == retries
    return info
