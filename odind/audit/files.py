"""A file of lines that is set aside when it is full, written by a thread of its own: disks may be slow."""

from __future__ import annotations

import json
import logging
import os
import queue
import sys
from logging.handlers import QueueHandler, QueueListener, RotatingFileHandler
from typing import TYPE_CHECKING, Any, Final

import structlog

if TYPE_CHECKING:
    from pathlib import Path

_log = structlog.get_logger("odind.audit")
_WAITING: Final = 10_000
_FOR_THE_OWNER: Final = 0o600


class LineFile:
    """Writes lines of JSON, from `start` until `close`. `write` never waits: what is too much is counted.

    A file that cannot be written loses lines too; the log says so once, until it can be written again.
    """

    def __init__(self, path: Path, max_bytes: int, keep: int) -> None:
        self._lost = 0
        self._queue: queue.Queue[logging.LogRecord] = queue.Queue(_WAITING)
        self._handler = _Rotating(path, maxBytes=max_bytes, backupCount=keep, encoding="utf-8", delay=True)
        self._listener = QueueListener(self._queue, self._handler)
        self._entrance = QueueHandler(self._queue)

    def start(self) -> None:
        """Begin the thread."""
        self._listener.start()

    def write(self, line: dict[str, Any]) -> None:
        """Have a line written."""
        if self._lost:
            line = {**line, "lost_before": self._lost}
        record = logging.makeLogRecord({"msg": json.dumps(line, ensure_ascii=False)})
        try:
            self._entrance.enqueue(record)
        except queue.Full:
            self._lost += 1
        else:
            self._lost = 0

    def close(self) -> None:
        """Write what waits, and end."""
        self._listener.stop()
        self._handler.close()


class _Rotating(RotatingFileHandler):
    """Opens files for their owner alone, and says once that it fails."""

    _failing = False

    def _open(self) -> Any:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, _FOR_THE_OWNER)
        return os.fdopen(descriptor, self.mode, encoding=self.encoding)

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line."""
        before = self._failing
        self._failing = False
        super().emit(record)
        if before and not self._failing:
            _log.info("audit.recovered", file=self.baseFilename)
        elif self._failing and not before:
            _log.error("audit.failed", file=self.baseFilename, problem=self._problem)

    def handleError(self, _record: logging.LogRecord) -> None:  # noqa: N802 - as logging has it
        """Remember that it failed."""
        self._failing = True
        self._problem = str(sys.exc_info()[1])
