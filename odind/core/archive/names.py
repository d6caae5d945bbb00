"""The names of recordings' folders, from templates of their callers. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from odind.core.errors import InvalidArgumentError

if TYPE_CHECKING:
    from odind.core.recordings.recording import Recording
    from odind.core.rooms.events import ConnectionView

DEFAULT: Final = "{room_id}-{utc}-{recording_id}"
_KNOWN: Final = ("room_id", "user_id", "peer_id", "recording_id", "utc")
_LONGEST_STEP: Final = 200
_MOST_STEPS: Final = 8


def folder_name(template: str, recording_id: str, view: ConnectionView, created_at: str) -> str:
    """Return the name of a recording's folder, which may be a path of several; "" is `DEFAULT`.

    `created_at` is the time of `{utc}`, as in 20261130T014500Z. Raises InvalidArgumentError
    RECORDING_NAME_INVALID.
    """
    values = {
        "room_id": view.room_id,
        "user_id": view.user_id,
        "peer_id": str(view.own_peer_id),
        "recording_id": recording_id,
        "utc": created_at,
    }
    name = template or DEFAULT
    for known in _KNOWN:
        name = name.replace(f"{{{known}}}", quote(values[known], safe="@+"))
    _require_plain(template, name)
    return name


def name_of_next(template: str) -> str:
    """Return the template for a recording that continues another one, beside whose files its own may lie."""
    own = "{recording_id}" in (template or DEFAULT)
    return template if own else f"{template}-{{recording_id}}"


def name_at_outputs(recording: Recording, file: str) -> str:
    """Return what a file of a recording is called at its outputs."""
    return f"{recording.name}/{file}"


def _require_plain(template: str, name: str) -> None:
    steps = name.split("/")
    plain = all(0 < len(step) <= _LONGEST_STEP and step.isprintable() and step[0] != "." for step in steps)
    if not plain or len(steps) > _MOST_STEPS or "{" in name or "\\" in name:
        raise InvalidArgumentError(
            "RECORDING_NAME_INVALID",
            "the name {name} must be one to {most} names of folders, joined by slashes, none of which is "
            "empty, begins with a dot or is longer than {longest} characters; in braces it "
            "may contain {known}",
            name=template,
            most=_MOST_STEPS,
            longest=_LONGEST_STEP,
            known=", ".join(_KNOWN),
        )
