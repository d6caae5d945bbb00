"""Attacks on a daemon, each bounded in number and time. A name here is the name in the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from . import (
    calls,
    credentials,
    devices,
    doors,
    floods,
    gateway,
    grid,
    handshakes,
    joins,
    peers,
    streams,
    web,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.hostile.ground import Target

    Attack = Callable[[Target], Awaitable[str]]

ATTACKS: Final[dict[str, Attack]] = {
    attack.__name__.replace("_", " "): attack
    for attack in (
        joins.joins_and_leaves,
        joins.joins_that_are_cancelled,
        peers.deeply_nested_values_of_a_peer,
        peers.a_burst_of_large_messages,
        peers.large_messages_of_peers,
        peers.messages_to_a_watcher_that_reads_nothing,
        peers.malformed_voice_of_a_peer,
        peers.sockets_that_nobody_asked_for,
        grid.nested_headers_without_a_token,
        grid.half_open_connections,
        grid.random_datagrams,
        grid.the_reconnect_token_of_another,
        grid.tokens_with_lone_surrogates,
        gateway.malformed_calls_of_the_gateway,
        gateway.half_requests_to_the_gateway,
        calls.calls_without_the_cookie,
        credentials.guessed_keys_and_sessions,
        calls.malformed_protobuf,
        calls.arguments_out_of_bounds,
        calls.gateways_elsewhere,
        calls.calls_that_are_cancelled_at_once,
        calls.large_requests_at_once,
        streams.mute_audio_calls,
        streams.watches_by_the_thousand,
        streams.watches_at_the_shortest_interval,
        streams.huge_send_buffers,
        streams.the_first_voice_isolation,
        floods.many_items_in_a_request,
        floods.lanes_of_connections_that_are_not_there,
        floods.numbers_beyond_the_last_lane,
        floods.messages_that_inflate,
        floods.calls_as_fast_as_they_can_be_made,
        floods.pings_and_requests_whose_answers_nobody_reads,
        floods.sound_files_that_are_no_files,
        doors.nonsense_on_audio_sockets,
        doors.audio_sockets_that_say_nothing_whole,
        doors.audio_sockets_that_say_a_byte_at_a_time,
        doors.audio_sockets_that_end_within_a_message,
        doors.audio_sockets_that_nobody_reads,
        devices.file_names_that_lead_elsewhere,
        devices.files_of_silly_rates,
        web.foreign_pages_and_hosts,
        web.half_requests,
        web.malformed_bodies,
        web.malformed_websockets,
    )
}
ON_TLS: Final[dict[str, Attack]] = {
    attack.__name__.replace("_", " "): attack
    for attack in (
        handshakes.half_open_handshakes,
        handshakes.handshakes_that_stop_in_their_middle,
        handshakes.slow_handshakes,
        handshakes.handshakes_that_are_none,
        handshakes.old_versions_of_tls,
        handshakes.certificates_that_nobody_has_signed,
    )
}
"""Those on a daemon that serves TLS."""
