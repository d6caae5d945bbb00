"""All outputs of the daemon: those that are written, and those that are over."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

from odind.core.hls.refusals import no_file

from .folder import OutputFolder, folders_of
from .kinds import exhibit
from .package import FolderPackage
from .playlists import END, INDEX, MASTER
from .renditions import encodings_of
from .segments import Names

if TYPE_CHECKING:
    from pathlib import Path

    from odind.core.hls.output import HlsOutput
    from odind.core.hls.ports import Exhibit

_FILE: Final = re.compile(r"(?:[a-z0-9-]+/)?[a-z0-9][a-z0-9.-]*\.(?:m3u8|mp4|m4s|vtt)")
_PART: Final = re.compile(r"part-[0-9a-f]+-[0-9]+-([0-9]+)\.([0-9]+)\.m4s")
_CAPTION: Final = re.compile(r"seg-[0-9a-f]+-([0-9]+)\.vtt")
_TAG: Final = 8
_UNSEEN: Final = 100
"""How many segments another daemon may have made of an output since it noted the latest."""


class FolderPress:
    """Keeps each output in a folder of its own below `root`. Used on the loop's thread."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._written: dict[str, FolderPackage] = {}

    async def open(self, output: HlsOutput) -> FolderPackage:
        """Open the package of an output; raises UnavailableError HLS_UNWRITABLE."""
        encodings, folder = encodings_of(output.plan), OutputFolder(self._root / output.name)
        known = await folder.take_over(output.job_id, folders_of(encodings, captions=output.plan.captions))
        kept = await folder.kept(encodings[0]) if known else []
        elsewhere = output.edge > (kept[-1].number if kept else -1)
        package = FolderPackage(
            output,
            folder,
            Names(output.job_id[-_TAG:]),
            [] if elsewhere else kept,
            partial(self._written.pop, output.name, None),
            first=output.edge + _UNSEEN if elsewhere else 0,
        )
        self._written[output.name] = package
        return package

    async def erase(self, output: HlsOutput) -> None:
        """Erase the files of an output."""
        await OutputFolder(self._root / output.name).erase(output.job_id)

    async def show(self, name: str, file: str, wanted: tuple[int, int] | None = None) -> Exhibit:
        """Return a file of an output; raises what `Gallery.show` lists."""
        if not _FILE.fullmatch(file):
            raise no_file(name, file)
        package = self._written.get(name)
        folder, _, base = file.rpartition("/")
        shown = await self._from_package(package, folder, base, wanted) if package else None
        data = await self._from_files(name, file) if shown is None else shown
        lasting = not file.endswith("m3u8") and (package is None or not file.endswith("vtt"))
        return exhibit(file, data, lasting=lasting)

    async def _from_package(
        self, package: FolderPackage, folder: str, base: str, wanted: tuple[int, int] | None
    ) -> bytes | None:
        """Return what a package has in another form than its files, None for the rest."""
        if base == MASTER and not folder:
            return package.master.encode()
        if folder and base == INDEX:
            return (await package.playlist(folder, wanted)).encode()
        if part := _PART.fullmatch(base):
            file, offset, count = package.part(folder, int(part[1]), int(part[2]))
            return await package.folder.read(file, offset, count)
        if caption := _CAPTION.fullmatch(base):
            return package.captions(int(caption[1]))
        return None

    async def _from_files(self, name: str, file: str) -> bytes:
        """Return a file as it was left; nobody adds anything to a playlist any more."""
        data = await OutputFolder(self._root / name).read(file)
        ended = not file.endswith(INDEX) or END.encode() in data
        return data if ended else data + f"{END}\n".encode()
