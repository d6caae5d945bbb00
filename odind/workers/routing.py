"""Calls that name a connection go to the worker that has it, made from the services' descriptors."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor

    from .crew import Crew
    from .directory import Directory

    Behaviour = Callable[[Any, Any], Awaitable[Any]]


class Router:
    """Finds the worker, calls it, and remembers what was set there."""

    def __init__(self, directory: Directory, crew: Crew) -> None:
        self._directory = directory
        self._crew = crew

    async def call(self, method: MethodDescriptor, request: Any) -> Any:
        """Pass a call on; raises what the worker does, CONNECTION_NOT_FOUND, or WORKER_LOST."""
        entry = self._directory.find(request.connection_id)
        answer = await self._crew.of(entry).link.call(method, request)
        entry.memory.learn(method, answer)
        return answer

    def servicer(self, service: ServiceDescriptor, own: object = None) -> Any:
        """Return what answers a service: `own` as far as it has the methods, the workers the rest."""
        behaviours = {
            method.name: getattr(own, method.name, None) or self._passing(method)
            for method in service.methods
        }
        return SimpleNamespace(**behaviours)

    def _passing(self, method: MethodDescriptor) -> Behaviour:
        if "connection_id" not in method.input_type.fields_by_name or method.server_streaming:
            raise AssertionError(f"{method.full_name} names no connection")

        async def behaviour(request: Any, context: Any) -> Any:  # noqa: ARG001 - as gRPC calls it
            return await self.call(method, request)

        return behaviour
