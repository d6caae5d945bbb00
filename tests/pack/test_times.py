"""How often watches write."""

from __future__ import annotations

import pytest
from google.protobuf.duration_pb2 import Duration

from odind.pack.times import messages_per_second
from odind.v1 import devices_pb2, rooms_pb2, statistics_pb2


@pytest.mark.parametrize(
    ("milliseconds", "often"), [(20, 50), (100, 10), (250, 4), (1_000, 1), (60_000, 1), (1, 50), (-5, 50)]
)
def test_a_watch_with_an_interval_writes_as_often_as_that_says(milliseconds: int, often: int):
    interval = Duration()
    interval.FromMilliseconds(milliseconds)
    for request in (devices_pb2.WatchLevelsRequest, statistics_pb2.WatchStatisticsRequest):
        assert messages_per_second(request(interval=interval)) == often


def test_a_watch_without_an_interval_counts_once():
    for request in (
        devices_pb2.WatchLevelsRequest(),
        statistics_pb2.WatchStatisticsRequest(),
        rooms_pb2.WatchEventsRequest(),
    ):
        assert messages_per_second(request) == 1
