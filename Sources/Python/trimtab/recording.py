"""The recording of a run: every event, appended to a file as it happens."""

from __future__ import annotations

import errno
import os
import time
from collections import deque
from typing import Deque, List, Optional, Union

from .environment import Environment, recording_name, report


class Recording:
    """A file that events are appended to.

    While the disk is full, or the file cannot be written for another reason, up to 64 MiB wait in memory and writing is
    retried every second, so that a disk that is full for a while loses no events.
    """

    #: Bytes that may wait.
    CAPACITY = 64 << 20
    #: Seconds between attempts.
    RETRY = 1.0

    def __init__(self, path: str, descriptor: int) -> None:
        self.path = path
        self._descriptor = descriptor
        self._waiting: Deque[bytes] = deque()
        self._size = 0
        self._retry_at = 0.0
        self._has_failed = False

    @classmethod
    def open(cls, name: str, wanted: Union[bool, str, None], environment: Environment) -> Optional["Recording"]:
        """Opens the recording of a run and prints its path; None if none is wanted or possible.

        :param wanted: a path, True or None for the default, False for none. TRIMTAB_RECORD takes precedence.
        """
        if environment.record is not None:
            wanted = False if environment.record.lower() == "off" else environment.record
        if wanted is False:
            return None
        problems: List[str] = []
        for path in _paths(name, wanted):
            try:
                recording = cls(os.path.abspath(path), _create(path))
            except OSError as error:
                if error.errno != errno.EEXIST or path == wanted:
                    problems.append(f"{path}: {error.strerror or error}")
                continue
            if isinstance(wanted, str) and problems:
                report(f"{problems[0]}; recording elsewhere")
            report(f"recording to {recording.path}")
            return recording
        report(f"no recording: {'; '.join(problems)}")
        return None

    def append(self, lines: bytes) -> None:
        """Appends whole lines."""
        if self._descriptor < 0:
            return
        self._waiting.append(lines)
        self._size += len(lines)
        if self._size > self.CAPACITY:
            self._give_up(f"{self._size >> 20} MiB could not be written")
        elif not self._has_failed or time.monotonic() >= self._retry_at:
            self._write()

    def retry(self) -> None:
        """Writes what could not be written before, if it is time."""
        if self._waiting and time.monotonic() >= self._retry_at:
            self._write()

    def close(self) -> None:
        """Writes the waiting bytes and closes the file."""
        if self._descriptor < 0:
            return
        self._write()
        if self._size:
            self._give_up(f"its last {self._size} bytes could not be written")
        else:
            os.close(self._descriptor)
            self._descriptor = -1

    def abandon(self) -> None:
        """Closes the file without writing, as in a forked child."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _write(self) -> None:
        while self._waiting:
            try:
                written = os.write(self._descriptor, self._waiting[0])
            except InterruptedError:
                continue
            except OSError as error:
                self._retry_at = time.monotonic() + self.RETRY
                if not self._has_failed:
                    self._has_failed = True
                    report(f"cannot write {self.path}: {error.strerror or error}; the run continues, trying again")
                return
            self._size -= written
            if written == len(self._waiting[0]):
                self._waiting.popleft()
            else:
                self._waiting[0] = self._waiting[0][written:]
        if self._has_failed:
            self._has_failed = False
            report(f"{self.path} can be written again; nothing was lost")

    def _give_up(self, reason: str) -> None:
        report(f"the recording {self.path} is incomplete: {reason}")
        self._waiting.clear()
        self._size = 0
        self.abandon()


def _paths(name: str, wanted: Union[bool, str, None]) -> List[str]:
    """The candidate paths of the recording, best first."""
    state = os.environ.get("XDG_STATE_HOME") or os.path.join(os.path.expanduser("~"), ".local", "state")
    folders = ("trimtab-runs", os.path.join(state, "trimtab"))
    usual = [os.path.join(folder, recording_name(name, number)) for folder in folders for number in range(1, 10)]
    return [wanted] + usual if isinstance(wanted, str) else usual


def _create(path: str) -> int:
    """Creates a file, or opens one that is empty, a device or a FIFO that has a reader."""
    folder = os.path.dirname(path)
    if folder:
        os.makedirs(folder, exist_ok=True)
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_CLOEXEC", 0)
    descriptor = os.open(path, flags | getattr(os, "O_NONBLOCK", 0), 0o666)
    status = os.fstat(descriptor)
    if status.st_size > 0:
        os.close(descriptor)
        raise OSError(errno.EEXIST, os.strerror(errno.EEXIST))
    return descriptor
