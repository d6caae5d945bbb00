"""Calls in a fleet: lists of all members, and calls that name what one of them has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest

from odind.core.access.principal import OWNER
from odind.core.errors import InvalidArgumentError, NotFoundError, UnavailableError
from odind.core.fleet.refusals import member_unreachable
from odind.pack.errors import status_of
from odind.services.access import MEMBER_FACE, Caller
from odind.services.calls import CallFailedError
from odind.services.passing import Passing
from odind.services.seeking import seeks
from odind.v1 import captions_pb2, hls_pb2, push_pb2, recordings_pb2
from tests.core.fakes import FakeClock
from tests.core.fleet.journal import FakeSequence, watches_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

    from google.protobuf.message import Message

    from odind.core.rooms.rooms import Rooms

RECORDINGS = recordings_pb2.DESCRIPTOR.services_by_name["RecordingService"]
LIST = RECORDINGS.methods_by_name["ListRecordings"]
GET = RECORDINGS.methods_by_name["GetRecording"]


class Other:
    """A member with recordings; `silent` when it does not answer."""

    def __init__(self, *recording_ids: str) -> None:
        self.recording_ids = recording_ids
        self.silent = False
        self.asked = 0

    async def answer(self, request: Any, _call: object) -> Message:
        self.asked += 1
        if isinstance(request, recordings_pb2.ListRecordingsRequest):
            return self._page(request)
        if request.recording_id in self.recording_ids:
            found = recordings_pb2.Recording(recording_id=request.recording_id)
            return recordings_pb2.GetRecordingResponse(recording=found)
        raise NotFoundError("RECORDING_NOT_FOUND", "there is no recording")

    def _page(self, request: recordings_pb2.ListRecordingsRequest) -> Message:
        begin = int(request.page_token or 0)
        end = begin + request.page_size
        page = recordings_pb2.ListRecordingsResponse(
            next_page_token=str(end) if end < len(self.recording_ids) else ""
        )
        for recording_id in self.recording_ids[begin:end]:
            page.recordings.add(recording_id=recording_id)
        return page


class Fleet:
    """`Elsewhere`, and ourselves, who are `b`; `held` is what the database says."""

    name = "b"

    def __init__(self, **members: Other) -> None:
        self.members = members
        self.held: dict[str, str] = {}
        watches = watches_of(FakeSequence(), FakeClock())
        self.passing = Passing(
            lambda _: False, self, watches, cast("Rooms", None)
        )  # snapshots alone need rooms

    @property
    def serving(self) -> Sequence[str]:
        return sorted(self.members)

    async def holder(self, thing_id: str) -> str | None:
        return self.held.get(thing_id)

    def place(self, member: str, _labels: Mapping[str, str]) -> str:
        return member

    async def call(
        self,
        member: str,
        method: str,
        requests: AsyncIterator[bytes],
        _caller: Caller,
        _limit_s: float | None,
    ) -> AsyncIterator[bytes]:
        other = self.members[member]
        if other.silent:
            raise member_unreachable(member)
        read = {"ListRecordings": recordings_pb2.ListRecordingsRequest}.get(
            method.rpartition("/")[2], recordings_pb2.GetRecordingRequest
        )
        async for data in requests:
            try:
                answer = await other.answer(read.FromString(data), None)
            except NotFoundError as error:
                raise CallFailedError(status_of(error)) from None
            yield answer.SerializeToString()

    async def list(self, **request: Any) -> recordings_pb2.ListRecordingsResponse:
        within = self.passing.within(self.members["b"].answer, LIST)
        found = await within(recordings_pb2.ListRecordingsRequest(**request), FromOutside())
        assert isinstance(found, recordings_pb2.ListRecordingsResponse)
        return found

    async def get(self, recording_id: str, call: FromOutside | None = None) -> str:
        within = self.passing.within(self.members["b"].answer, GET)
        request = recordings_pb2.GetRecordingRequest(recording_id=recording_id)
        found = await within(request, call or FromOutside())
        assert isinstance(found, recordings_pb2.GetRecordingResponse)
        return found.recording.recording_id


class FromOutside:
    """A call of the owner's, or of another member."""

    def __init__(self, face: str = "grpc") -> None:
        self.caller = Caller(face, local=True, peer="", principal=OWNER)

    async def write(self, message: Message, /) -> None:
        raise AssertionError(f"nobody streams {message}")


def ids(page: recordings_pb2.ListRecordingsResponse) -> list[str]:
    return [one.recording_id for one in page.recordings]


async def test_a_list_has_what_all_members_have_page_by_page() -> None:
    fleet = Fleet(a=Other("r1", "r2", "r3"), b=Other("r4"), c=Other("r5", "r6"))
    assert ids(await fleet.list()) == ["r1", "r2", "r3", "r4", "r5", "r6"]
    found, token = [], ""
    for _ in range(4):
        page = await fleet.list(page_size=2, page_token=token)
        found.append(ids(page))
        token = page.next_page_token
        if not token:
            break
    assert [one for page in found for one in page] == ["r1", "r2", "r3", "r4", "r5", "r6"]
    assert max(map(len, found)) == 2
    foreign = "2"  # of a daemon alone
    with pytest.raises(InvalidArgumentError):
        await fleet.list(page_token=foreign)


async def test_a_member_that_does_not_answer_is_left_out_and_named() -> None:
    fleet = Fleet(a=Other("r1"), b=Other("r4"), c=Other("r5"))
    fleet.members["a"].silent = True
    page = await fleet.list()
    assert (ids(page), list(page.unreachable)) == (["r4", "r5"], ["a"])


async def test_a_call_reaches_who_has_what_it_names_whoever_is_asked() -> None:
    fleet = Fleet(a=Other("r1"), b=Other("r4"), c=Other("r5"), d=Other("r6"))
    assert [await fleet.get(one) for one in ("r1", "r4", "r5", "r6")] == ["r1", "r4", "r5", "r6"]
    before = fleet.members["a"].asked
    fleet.held["r6"] = "d"
    assert await fleet.get("r6") == "r6"
    assert fleet.members["a"].asked == before


async def test_what_nobody_has_is_not_found_and_what_a_silent_member_may_have_is_unavailable() -> None:
    fleet = Fleet(a=Other("r1"), b=Other("r4"))
    with pytest.raises(NotFoundError):
        await fleet.get("r9")
    fleet.members["a"].silent = True
    with pytest.raises(UnavailableError) as caught:
        await fleet.get("r9")
    assert caught.value.reason == "MEMBER_UNREACHABLE"


async def test_what_another_member_passes_on_is_not_passed_on_again() -> None:
    fleet = Fleet(a=Other("r1"), b=Other("r4"))
    with pytest.raises(NotFoundError):
        await fleet.get("r1", FromOutside(MEMBER_FACE))
    assert not fleet.members["a"].asked


OF_LIVE_JOBS = {"GetCaptions", "StopCaptions", "GetHls", "StopHls", "SignHls", "GetPush", "RemovePush"}


def test_calls_that_name_a_live_job_look_for_it_everywhere() -> None:
    services = (captions_pb2, hls_pb2, push_pb2)
    methods = [
        method
        for file in services
        for service in file.DESCRIPTOR.services_by_name.values()
        for method in service.methods
        if method.name
        in ("GetCaptions", "StopCaptions", "GetHls", "StopHls", "SignHls", "GetPush", "RemovePush")
    ]
    assert {method.name for method in methods} == OF_LIVE_JOBS
    assert all(map(seeks, methods))
