"""What the options of `odindctl managed create` and `update` say, as settings of a room."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import click
import pytest

from odind.cli.managed_options import settings_of
from odind.v1 import managed_pb2 as pb


def test_what_is_not_given_is_not_set():
    assert settings_of({}) == (pb.RoomSettings(), [])


def test_every_option_sets_its_field_and_the_mask_names_it():
    given: dict[str, Any] = {
        "meta": ("match=17", "url=https://x/?a=b"),
        "tags": ("eu", "ranked"),
        "gateway": "office",
        "daemon_password": "lobby",
        "max_peers": 0,
        "user_ids": ("anna",),
        "one_session": True,
        "duration": timedelta(minutes=90),
        "silence_armed_after": timedelta(minutes=5),
        "auto_start": ("recording", "summary"),
        "summary_prompt": "in rhymes",
        "observe_always": False,
    }
    settings, fields = settings_of(given)
    assert settings == pb.RoomSettings(
        metadata={"match": "17", "url": "https://x/?a=b"},
        tags=["eu", "ranked"],
        gateway="office",
        cipher={"password_file": "lobby"},
        user_ids=["anna"],
        close={
            "after_session": "AFTER_SESSION_DEACTIVATE",
            "duration": timedelta(minutes=90),
            "silence": {"armed_after": timedelta(minutes=5)},
        },
        auto_start=["AUTO_START_RECORDING", "AUTO_START_SUMMARY"],
        summary_prompt="in rhymes",
    )
    named = {"metadata", "tags", "gateway", "cipher", "max_peers", "user_ids", "close"}
    assert set(fields) == named | {"auto_start", "summary_prompt", "observe_always"}
    assert named <= set(pb.RoomSettings.DESCRIPTOR.fields_by_name)


def test_a_room_may_be_for_many_sessions_again():
    settings, fields = settings_of({"one_session": False})
    assert (settings.close.after_session, fields) == (pb.AFTER_SESSION_STAYS, ["close"])


@pytest.mark.parametrize(
    "given", [{"meta": ("match",)}, {"daemon_password": "lobby", "rooms_default_password": True}]
)
def test_what_says_nothing_or_two_things_is_refused(given: dict[str, Any]):
    with pytest.raises(click.UsageError):
        settings_of(given)
