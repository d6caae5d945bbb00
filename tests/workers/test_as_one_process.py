"""What holds of a daemon in one process holds of one over several: the same tests, on a front."""

from __future__ import annotations

from typing import TYPE_CHECKING

import grpc
import pytest

from tests.rpc import (
    test_audio_service_errors,
    test_control_service_errors,
    test_device_service_errors,
    test_holding,
    test_room_service_errors,
    test_rooms,
    test_token_service_errors,
    test_watching,
)
from tests.rpc.cases import Case, check

from .bench import open_front_bench

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType


def collected_from(module: ModuleType) -> dict[str, object]:
    return {name: one for name, one in vars(module).items() if name.startswith("test_")}


for chosen in (test_watching, test_rooms, test_holding):
    globals().update(collected_from(chosen))
CASES = [
    # the front of these tests keeps no managed rooms
    *(case for case in test_room_service_errors.CASES if case.reason != "ROOM_DEACTIVATED"),
    *test_audio_service_errors.CASES,
    *test_device_service_errors.CASES,
    *test_control_service_errors.PROCESSING,
    *test_control_service_errors.SPACE,
    *test_control_service_errors.STATISTICS,
    *test_control_service_errors.ROOMS,
    *test_token_service_errors.CASES,
]


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_every_error_reaches_the_caller(case: Case, tmp_path: Path) -> None:
    async with open_front_bench(tmp_path, limits=case.limits, has_key=case.has_key) as bench:
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await case.provoke(bench)
    check(caught.value, case)
