"""ProcessingService on core's controls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.pack.processing import pack_processing, unpack_processing
from odind.v1 import processing_pb2

if TYPE_CHECKING:
    from odind.core.rooms.controls import Controls

    from .calls import Call


class ProcessingServicer:
    """One use case a method."""

    def __init__(self, controls: Controls) -> None:
        self._controls = controls

    async def GetProcessing(
        self, request: processing_pb2.GetProcessingRequest, call: Call
    ) -> processing_pb2.GetProcessingResponse:
        """Return the settings in force."""
        treatment = await self._controls.processing(request.connection_id)
        return processing_pb2.GetProcessingResponse(processing=pack_processing(treatment))

    async def SetProcessing(
        self, request: processing_pb2.SetProcessingRequest, call: Call
    ) -> processing_pb2.SetProcessingResponse:
        """Replace the settings."""
        wanted = unpack_processing(request.processing)
        treatment = await self._controls.set_processing(request.connection_id, wanted)
        return processing_pb2.SetProcessingResponse(processing=pack_processing(treatment))
