from __future__ import annotations

from odind.devices.naming import portaudio_ids, pulse_id

APIS = ({"name": "ALSA"}, {"name": "Windows WASAPI"})


def ids(*names: str, api: int = 0) -> list[str]:
    return [device_id for device_id, _ in portaudio_ids([{"name": n, "hostapi": api} for n in names], APIS)]


def test_an_id_does_not_depend_on_the_order_in_which_cards_were_found():
    assert ids("USB Audio: - (hw:1,0)") == ids("USB Audio: - (hw:3,0)") == ["alsa:USB Audio: -"]


def test_devices_of_one_name_are_numbered():
    assert ids("Webcam: (hw:1,0)", "Webcam: (hw:2,0)") == ["alsa:Webcam:", "alsa:Webcam:#2"]


def test_plug_ins_are_no_devices():
    assert ids("samplerate", "surround51", "dmix", "vmic", "default") == ["alsa:vmic", "alsa:default"]


def test_the_scheme_is_the_host_api():
    assert ids("Speakers", api=1) == ["windows-wasapi:Speakers"]
    assert pulse_id("sink.monitor") == "pulse:sink.monitor"
