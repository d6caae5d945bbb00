"""The memos of all connections, which the store keeps."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from odind.core.errors import UnavailableError

from .cipher import Password, PasswordFile, RoomsDefault
from .memo import Memo
from .player_places import PlayerPlaces, bundle_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from odind.core.log.scribe import Scribe

    from .entry import Entry
    from .settings import ConnectionSettings

COLLECTION: Final = "connections"


class Memos:
    """Writes memos down and reads those of an earlier daemon. Belongs to the loop.

    `restores` is whether the connections of a daemon that ends come back with the next one. Other daemons may
    take over all but the daemon's own. `places` is told where players are.
    """

    def __init__(self, scribe: Scribe, *, restore: bool) -> None:
        self.restores = restore and scribe.lasting
        self._scribe = scribe
        self._shelf = scribe.shelf(COLLECTION, Memo, lambda key, _: bundle_of(key))
        self.places = PlayerPlaces(scribe)

    def keep(self, entry: Entry) -> None:
        """Write down how a connection is now, if it has joined once."""
        if entry.admitted:
            self._shelf.put(entry.connection_id, memo_of(entry))
            self.places.forget(entry.connection_id)

    def forget(self, connection_id: str) -> None:
        """Write down that a connection is over."""
        self._shelf.delete(connection_id)
        self.places.forget(connection_id)

    def all(self, among: Collection[str] | None = None) -> list[Memo]:
        """Return the memos of an earlier daemon, of some where `among` names them; oldest first.

        Players are at the places that were noted last.
        """
        memos = (
            self._with_place(connection_id, memo)
            for connection_id, memo in self._shelf.items()
            if among is None or connection_id in among
        )
        return sorted(memos, key=lambda memo: memo.view.created_at)

    def _with_place(self, connection_id: str, memo: Memo) -> Memo:
        player = self.places.brought_up(connection_id, memo.settings.player)
        return replace(memo, settings=replace(memo.settings, player=player))

    async def written(self) -> None:
        """Wait until all of it would outlive the daemon; do not wait for a store that fails."""
        with suppress(UnavailableError):
            await self._scribe.stored()
        await self._scribe.mirrored()


def memo_of(entry: Entry) -> Memo:
    """Return what is to be written down of a connection that has joined."""
    request, (settings, peers) = entry.request, _peers_set(entry)
    view = replace(entry.view, peers=(), holders=(), user_data=settings.user_data, place=settings.place)
    cipher = request.cipher
    return Memo(
        view=view,
        settings=settings,
        room_id=request.room_id,
        gateway=request.gateway,
        own_token=request.token is not None,
        peers=peers,
        own_password=isinstance(cipher, Password),
        password_file=cipher.name if isinstance(cipher, PasswordFile) else None,
        rooms_default=isinstance(cipher, RoomsDefault),
        rooms=request.rooms,
    )


def remembered(entry: Entry, memo: Memo) -> ConnectionSettings:
    """Return what a connection that has joined again has set, and what was set for peers still there."""
    same = {peer_id for peer_id, user_id in memo.peers.items() if _user_id(entry, peer_id) == user_id}
    kept, now = memo.settings.keeping(same), entry.settings
    return replace(
        now,
        masks=replace(now.masks, peers={**kept.masks.peers, **now.masks.peers}),
        listening=replace(now.listening, peers={**kept.listening.peers, **now.listening.peers}),
    )


def _peers_set(entry: Entry) -> tuple[ConnectionSettings, Mapping[int, str]]:
    """Return the settings with those for single peers, and the user ids of these peers."""
    if entry.memo:
        before = entry.memo.settings
        masks = replace(entry.set.masks, peers=before.masks.peers)
        listening = replace(entry.set.listening, peers=before.listening.peers)
        return replace(entry.set, masks=masks, listening=listening), entry.memo.peers
    peer_ids = {*entry.set.masks.peers, *entry.set.listening.peers}
    return entry.set, {peer_id: _user_id(entry, peer_id) for peer_id in peer_ids}


def _user_id(entry: Entry, peer_id: int) -> str:
    peer = entry.state.peer(peer_id)
    return peer.user_id if peer else ""
