"""Layouts of samples, and ways to hear."""

from odind.v1 import audio_pb2

S16LE = audio_pb2.SAMPLE_FORMAT_S16LE
F32LE = audio_pb2.SAMPLE_FORMAT_F32LE
OPUS = audio_pb2.SAMPLE_FORMAT_OPUS
MIX = audio_pb2.RECEIVE_MODE_MIX
PER_PEER = audio_pb2.RECEIVE_MODE_PER_PEER
MIX_AND_PER_PEER = audio_pb2.RECEIVE_MODE_MIX_AND_PER_PEER


def bytes_per_sample(audio_format: audio_pb2.AudioFormat) -> int:
    """Bytes of one sample over all channels. A channel count of 0 is the default, 1."""
    size = 4 if audio_format.sample_format == F32LE else 2
    return size * (audio_format.channels or 1)
