"""The machine's sound devices, for programs without an event loop."""

from __future__ import annotations

from odind.client import devices

from .faces import Face, blocking, iterating


class Devices(Face[devices.Devices]):
    """The devices of the daemon's machine, and the lines that use them."""

    list_devices = blocking(devices.Devices.list_devices)
    list_lines = blocking(devices.Devices.list_lines)
    open_capture = blocking(devices.Devices.open_capture)
    open_playback = blocking(devices.Devices.open_playback)
    update = blocking(devices.Devices.update)
    close = blocking(devices.Devices.close)
    test = blocking(devices.Devices.test)
    watch = iterating(devices.Devices.watch)
    levels = iterating(devices.Devices.levels)
