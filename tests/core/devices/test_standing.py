"""How a line stands, as a playbook: a signal in, the view out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from odind.core.devices.ports import DeviceStopped, Direction
from odind.core.devices.settings import LineSettings, LineShape
from odind.core.devices.standing import (
    CloseRequested,
    DeviceMissing,
    DeviceOpened,
    DeviceRefused,
    DeviceReleased,
    LineFreed,
    LineStanding,
    LineState,
    SettingsChanged,
)

if TYPE_CHECKING:
    from odind.core.devices.standing import LineSignal

SETTINGS = LineSettings("mic")
LOUD = replace(SETTINGS, gain_db=6.0)


def new_standing() -> LineStanding:
    return LineStanding("l-1", LineShape(Direction.CAPTURE, "c-1"), SETTINGS)


def told(standing: LineStanding, signal: LineSignal) -> tuple[bool, str, str, str]:
    """Apply a signal; return whether the view changed, and how the line stands."""
    changed = standing.apply(signal)
    view = standing.view
    return changed, view.state.value, view.device_id, view.detail


def test_a_line_goes_from_device_to_device():
    standing = new_standing()
    playbook = [
        (DeviceOpened("mic"), (True, "running", "mic", "")),
        (DeviceReleased(), (True, "waiting", "", "")),
        (DeviceMissing("mic is not there"), (True, "waiting", "", "mic is not there")),
        (DeviceMissing("mic is not there"), (False, "waiting", "", "mic is not there")),
        (DeviceRefused("busy"), (True, "recovering", "", "busy")),
        (DeviceOpened("headset"), (True, "running", "headset", "")),
        (DeviceStopped("unplugged"), (True, "recovering", "", "unplugged")),
        (DeviceOpened("mic"), (True, "running", "mic", "")),
    ]
    for signal, expected in playbook:
        assert told(standing, signal) == expected
        assert not standing.over


@pytest.mark.parametrize(
    "end", [CloseRequested("the line was closed"), DeviceStopped("it ended", final=True)]
)
def test_a_line_that_is_over_says_why_once_its_device_is_free(end: LineSignal):
    standing = new_standing()
    standing.apply(DeviceOpened("mic"))

    assert told(standing, end) == (False, "running", "mic", "")
    assert standing.over
    assert told(standing, CloseRequested("the daemon is stopping")) == (False, "running", "mic", "")
    assert told(standing, DeviceReleased()) == (True, "waiting", "", "")
    assert told(standing, LineFreed()) == (True, "closed", "", end.detail)


def test_only_settings_that_are_new_change_the_view():
    standing = new_standing()

    assert not standing.apply(SettingsChanged(SETTINGS))
    assert standing.apply(SettingsChanged(LOUD))
    assert standing.view.settings == LOUD
    assert standing.view.state is LineState.WAITING
