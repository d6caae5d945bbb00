"""Memory that several processes of the daemon share."""

from __future__ import annotations

import os
import sys
import tempfile


def shared_memory(name: str, size: int) -> int:
    """Return a descriptor of zeroed memory, for `mmap`, that child processes can inherit.

    The memory is freed with its last descriptor and mapping. `name` is for those who look into /proc.
    """
    if sys.platform == "linux":
        descriptor = os.memfd_create(name)
    else:
        with tempfile.TemporaryFile() as file:
            descriptor = os.dup(file.fileno())
    os.ftruncate(descriptor, size)
    return descriptor
