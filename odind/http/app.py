"""The ASGI application: calls, audio, events, what it says about itself, and who may use them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.applications import Starlette
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Mount, Route, WebSocketRoute

from odind.services.catalog import behaviour_of

from . import artifacts, audio_socket, event_socket, event_stream
from .connect import ConnectApp
from .guard import Guard
from .tickets import TicketDesk, Tickets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import ASGIApp

    from odind.services.calls import Calls
    from odind.services.catalog import Service

    from .admittance import Admittance

_READABLE_HEADERS: Final = ("grpc-status", "grpc-message", "grpc-status-details-bin")
_STREAM_AUDIO: Final = "odind.v1.AudioService.StreamAudio"
_WATCH_EVENTS: Final = "odind.v1.RoomService.WatchEvents"
_GET_RECORDING: Final = "odind.v1.RecordingService.GetRecording"
_DOWNLOAD_ARTIFACT: Final = "odind.v1.RecordingService.DownloadArtifact"
_PREFLIGHT_AGE_S: Final = 600


def make_app(
    services: Sequence[Service],
    calls: Calls,
    admittance: Admittance,
    own_routes: Sequence[Route] = (),
) -> ASGIApp:
    """Return the application; `own_routes` are those about the daemon itself."""
    tickets = Tickets()
    app: ASGIApp = Starlette(
        routes=[
            *own_routes,
            WebSocketRoute(
                audio_socket.PATH,
                audio_socket.AudioSockets(behaviour_of(services, _STREAM_AUDIO), calls).serve,
            ),
            Route(
                event_socket.PATH,
                event_stream.EventStreams(behaviour_of(services, _WATCH_EVENTS), calls, tickets),
                methods=["GET"],
            ),
            Route(
                f"{event_socket.PATH}/ticket",
                TicketDesk(tickets, calls, event_socket.METHOD).answer,
                methods=["POST"],
            ),
            WebSocketRoute(
                event_socket.PATH,
                event_socket.EventSockets(behaviour_of(services, _WATCH_EVENTS), calls).serve,
            ),
            Route(
                artifacts.PATH,
                artifacts.ArtifactFiles(
                    behaviour_of(services, _GET_RECORDING), behaviour_of(services, _DOWNLOAD_ARTIFACT), calls
                ),
                methods=["GET", "HEAD"],
            ),
            Mount("", ConnectApp(services, calls)),
        ]
    )
    if admittance.origins:
        app = CORSMiddleware(
            app,
            allow_origins=admittance.origins,
            allow_methods=("GET", "POST"),
            allow_headers=("*",),
            expose_headers=_READABLE_HEADERS,
            max_age=_PREFLIGHT_AGE_S,
            allow_private_network=True,
        )
    return Guard(app, admittance.hosts, admittance.origins, calls.turnstile.audit)
