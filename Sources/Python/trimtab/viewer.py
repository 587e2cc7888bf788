"""One viewer of a run, connected to its socket."""

from __future__ import annotations

import socket
import time
from collections import deque
from typing import Deque, Iterator, List, Optional

from .lines import event_line


class Disconnected(Exception):
    """The viewer is gone, or too slow to keep."""


class Viewer:
    """Sends lines to a viewer without ever waiting for it, and reads its commands.

    A viewer that is a mebibyte behind receives no steps until it has caught up; ``gap`` reports how many it missed. It
    receives all other events.
    """

    #: Waiting bytes above which steps are left out.
    LAG = 1 << 20
    #: Waiting bytes below which they are sent again.
    CAUGHT_UP = 1 << 18
    #: Waiting bytes, and seconds without reading, above which a viewer is disconnected.
    LONGEST_LAG = 16 << 20
    LONGEST_SILENCE = 10.0
    #: The longest line read, in bytes.
    LONGEST_LINE = 64 << 10
    #: Lines and bytes read between two ticks; a viewer that writes more waits.
    LINES_PER_TICK = 256
    BYTES_PER_TICK = 128 << 10
    #: Unreadable lines after which a viewer is disconnected.
    FAULTS = 16

    def __init__(self, connection: socket.socket, history: Iterator[bytes]) -> None:
        """Serves a connection.

        :param history: pieces that are sent first, ahead of lines that are sent meanwhile.
        """
        self.connection = connection
        self.faults = 0
        self._history: Optional[Iterator[bytes]] = history
        self._queue: Deque[memoryview] = deque()
        #: Live lines that wait until the history has been sent.
        self._held: List[bytes] = []
        self._backlog = 0
        self._skipped = 0
        self._progress_at = time.monotonic()
        self._received = bytearray()
        self._lines_left = self.LINES_PER_TICK
        self._bytes_left = self.BYTES_PER_TICK

    @property
    def has_history(self) -> bool:
        """True while pieces of the history remain."""
        return self._history is not None

    @property
    def is_behind(self) -> bool:
        """True while bytes wait to be sent."""
        return bool(self._queue)

    @property
    def may_read(self) -> bool:
        """False once the viewer has written as much as it may between two ticks."""
        return self._lines_left > 0 and self._bytes_left > 0

    def tick(self) -> None:
        """Lets the viewer write again.

        :raises Disconnected: if it has read nothing for too long.
        """
        self._lines_left, self._bytes_left = self.LINES_PER_TICK, self.BYTES_PER_TICK
        if not self._queue:
            self._progress_at = time.monotonic()
        elif time.monotonic() - self._progress_at > self.LONGEST_SILENCE:
            raise Disconnected

    def send(self, lines: bytes, steps: int = 0) -> None:
        """Sends whole lines.

        :param steps: how many of them are steps, which may be left out; 0 for other events.
        """
        if steps and (self._skipped or self._backlog > self.LAG):
            self._skipped += steps
        elif self._history is not None:
            self._held.append(lines)
            self._backlog += len(lines)
        else:
            self._append(lines)
        if self._backlog > self.LONGEST_LAG:
            raise Disconnected

    def send_history(self) -> None:
        """Sends the next piece of the history, unless the viewer is behind."""
        if self._history is None or len(self._queue) > 4:
            return
        piece = next(self._history, None)
        if piece is not None:
            self._append(piece)
            return
        self._history = None
        held, self._held = self._held, []
        for lines in held:
            self._backlog -= len(lines)
            self._append(lines)

    def flush(self) -> None:
        """Sends as much as the connection accepts."""
        while self._queue:
            try:
                sent = self.connection.send(self._queue[0], getattr(socket, "MSG_NOSIGNAL", 0))
            except (BlockingIOError, InterruptedError):
                return
            except OSError as error:
                raise Disconnected from error
            self._progress_at = time.monotonic()
            self._backlog -= sent
            if sent == len(self._queue[0]):
                self._queue.popleft()
            else:
                self._queue[0] = self._queue[0][sent:]
        # The gap is sent in place of the steps, before any that follow.
        if self._skipped and self._history is None and self._backlog <= self.CAUGHT_UP:
            skipped, self._skipped = self._skipped, 0
            self._append(event_line({"event": "gap", "steps": skipped}).encode("ascii"))
            self.flush()

    def receive(self) -> List[bytes]:
        """The lines that the viewer has written.

        :raises Disconnected: at the end of the connection, or for a line that is too long.
        """
        try:
            received = self.connection.recv(min(self._bytes_left, 1 << 16))
        except (BlockingIOError, InterruptedError):
            return []
        except OSError as error:
            raise Disconnected from error
        if not received:
            raise Disconnected
        self._bytes_left -= len(received)
        self._received += received
        *lines, rest = self._received.split(b"\n")
        self._received = rest
        self._lines_left -= len(lines)
        if len(rest) > self.LONGEST_LINE or any(len(line) > self.LONGEST_LINE for line in lines):
            raise Disconnected
        return [bytes(line) for line in lines if line.strip()]

    def _append(self, lines: bytes) -> None:
        self._queue.append(memoryview(lines))
        self._backlog += len(lines)
