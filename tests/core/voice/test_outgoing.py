"""What a connection sends: settings that are applied, and the echo canceller of a plug."""

from __future__ import annotations

from dataclasses import replace

from odind.core.space.place import Place, Position
from odind.core.voice.outgoing import Outgoing
from odind.core.voice.processing import DEFAULT, PRESETS, EchoCanceller, Preset
from odind.runtime.fake import FakeRuntime
from odind.runtime.fake_codecs import FakeEncoder

VOICE = PRESETS[Preset.VOICE]
HERE = Place(1.0, (Position(3, 1.0),))


class Wire:
    """Counts what is sent."""

    def __init__(self) -> None:
        self.datagrams: list[bytes] = []

    def send_voice(self, datagram: bytes) -> None:
        self.datagrams.append(datagram)

    def set_channel_masks(self, masks: object) -> None:
        raise NotImplementedError


def outgoing() -> tuple[Outgoing, FakeEncoder, Wire]:
    wire = Wire()
    out = Outgoing(FakeRuntime(), wire)
    out.joined()
    encoder = out.encoder(48_000, 1)
    assert isinstance(encoder, FakeEncoder)
    return out, encoder, wire


def test_settings_are_applied_once_however_often_they_are_given():
    out, encoder, wire = outgoing()
    for _ in range(3):
        out.apply(VOICE, HERE)
    assert (encoder.processing, out.processing, out.place) == (VOICE, VOICE, HERE)
    assert len(wire.datagrams) == 1


def test_a_plug_cancels_echo_over_whatever_is_set_and_changes_none_of_it():
    out, encoder, _ = outgoing()
    out.cancel_echo(wanted=True)
    assert (out.processing, encoder.processing.echo_canceller.enabled) == (DEFAULT, True)
    delayed = replace(VOICE, echo_canceller=EchoCanceller(delay_ms=7))
    out.apply(delayed, Place())
    assert encoder.processing == replace(VOICE, echo_canceller=EchoCanceller(enabled=True, delay_ms=7))
    out.cancel_echo(wanted=False)
    assert out.processing == encoder.processing == delayed


def test_with_auto_the_treatment_is_that_of_who_speaks():
    out, program, _ = outgoing()
    assert (out.treatment.in_force.preset, program.processing.preset) == (Preset.SPEECH, Preset.SPEECH)
    device = out.encoder(48_000, 1, captured=True)
    assert isinstance(device, FakeEncoder)
    assert (out.treatment.in_force, device.processing) == (PRESETS[Preset.VOICE], PRESETS[Preset.VOICE])
    out.apply(PRESETS[Preset.MUSIC], Place())
    assert (out.treatment.in_force, device.processing) == (PRESETS[Preset.MUSIC], PRESETS[Preset.MUSIC])
    out.apply(DEFAULT, Place())
    out.encoder(48_000, 1)
    assert out.treatment.in_force.preset is Preset.SPEECH
