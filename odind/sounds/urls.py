"""Opens sounds of the web: files, internet radio, and HLS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.errors import FailedPreconditionError

from .hls import Hls
from .icy import without_titles
from .playlists import first_entry, is_hls, is_playlist
from .web import Web, content_type, is_file, text_of

if TYPE_CHECKING:
    import httpx

    from odind.core.players.source import SoundSource
    from odind.egress import Egress

    from .decoded import DecodedSound
    from .feeding import Feeder

_HEADERS: Final = {"icy-metadata": "1", "accept": "audio/*, */*;q=0.5"}
_MOST_PLAYLISTS: Final = 3
"""How many playlists may name one another."""


class UrlOpener:
    """Fetches through `egress`, which checks every address; a file may have `most_bytes`."""

    def __init__(self, egress: Egress, feeder: Feeder, *, idle_s: float, most_bytes: int) -> None:
        self._web = Web(egress, idle_s)
        self._feeder = feeder
        self._most_bytes = most_bytes

    async def begin(self, sound: DecodedSound, source: SoundSource, start: int) -> None:
        """Fetch a sound. Raises what `Web.answer`, `Feeder.stream` and `Hls.play` do, and

        FailedPreconditionError URL_TOO_LARGE, PLAYLIST_EMPTY, PLAYLISTS_NESTED.
        """
        url = source.name
        for _ in range(_MOST_PLAYLISTS):
            async with self._web.answer(url, _HEADERS) as response:
                if not is_playlist(content_type(response), response.url.path):
                    await self._feed(sound, response, start)
                    return
                text, url = await text_of(response), str(response.url)
            if is_hls(text):
                await Hls(self._web, self._feeder).play(text, url, sound, start)
                return
            url = first_entry(text, url)
        raise FailedPreconditionError("PLAYLISTS_NESTED", "the playlists name one another, and no sound")

    async def _feed(self, sound: DecodedSound, response: httpx.Response, start: int) -> None:
        """Play a file from any sample on, and what has no end from now on."""
        if is_file(response):
            await self._feeder.spool(sound, response.aiter_raw(), self._size(response), start)
            return
        pieces = response.aiter_raw()
        if interval := int(response.headers.get("icy-metaint", "0")):
            sound.title = response.headers.get("icy-name", "")
            pieces = without_titles(pieces, interval, sound.rename)
        await self._feeder.stream(sound, pieces)

    def _size(self, response: httpx.Response) -> int:
        size = int(response.headers["content-length"])
        if size > self._most_bytes:
            raise FailedPreconditionError(
                "URL_TOO_LARGE",
                "the file on {host} has {size} bytes and may have {most}; see the setting sounds.url_bytes",
                host=response.url.host,
                size=size,
                most=self._most_bytes,
            )
        return size
