"""The thread that encodes events, writes them to the recording and serves viewers."""

from __future__ import annotations

import os
import selectors
import threading
import time
from collections import deque
from typing import Any, Callable, Deque, Dict, Iterator, List, Optional, Tuple, Union

from .commands import Command
from .environment import report
from .history import History
from .lines import StepEncoder, event_line
from .recording import Recording
from .server import Server

#: A step as a tuple (see ``StepRecord``), or any other event.
Entry = Union[Tuple[Any, ...], Dict[str, Any]]


class EventWriter:
    """Writes the events of the training thread, which never waits for it.

    The training thread appends to ``queue``. The writer's thread empties it every 50 ms, so that a killed process loses no
    more than that, and at once when woken.
    """

    #: Seconds between checks of the queue.
    INTERVAL = 0.05
    #: Seconds that the first line waits for settings declared after the start of the run.
    OPENING_DELAY = 1.0
    #: Events that may wait; beyond that the oldest are lost, which only happens when a disk hangs for minutes.
    CAPACITY = 1 << 18
    #: Seconds that viewers have at the end to read the remaining lines.
    LAST_SECONDS = 0.5
    #: Lines of the history that are encoded at a time for a viewer.
    PIECE = 128

    def __init__(self, opening: Callable[[bool], Dict[str, Any]], failed: Callable[[], None]) -> None:
        """Prepares the thread, which ``start`` starts.

        :param opening: returns the run's first line as an event, with the initial values of settings, or, given True, with
        those in force.
        :param failed: called if the thread cannot continue.
        """
        self.queue: Deque[Entry] = deque(maxlen=self.CAPACITY)
        #: True when the run's first line must be written, or written again.
        self.must_open = True
        self._opening = opening
        self._failed = failed
        self._opened = b""
        self._recording: Optional[Recording] = None
        self._server: Optional[Server] = None
        self._encoder = StepEncoder()
        self._history = History()
        self._is_closing = False
        self._started_at = time.monotonic()
        self._wake_reader, self._wake_writer = os.pipe()
        os.set_blocking(self._wake_reader, False)
        os.set_blocking(self._wake_writer, False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._wake_reader, selectors.EVENT_READ)
        self._thread = threading.Thread(target=self._work, name="trimtab", daemon=True)

    def start(
        self, name: str, launch: Optional[str], recording: Optional[Recording],
        submit: Callable[[Command], Optional[str]],
    ) -> None:
        """Opens the run's socket and starts the thread.

        :param submit: submits a viewer's command; returns why it cannot be accepted, or None.
        """
        self._recording = recording
        self._server = Server.open(name, launch, self._selector, submit)
        self._thread.start()

    def wake(self) -> None:
        """Makes the thread check the queue at once."""
        try:
            os.write(self._wake_writer, b"!")
        except OSError:
            pass

    def close(self, timeout: float) -> None:
        """Writes the waiting events and ends the thread.

        :param timeout: the longest wait for it, in seconds.
        """
        self._is_closing = True
        self.wake()
        if threading.current_thread() is not self._thread:
            self._thread.join(timeout)

    def abandon(self) -> None:
        """Closes the descriptors that a forked child inherited; it did not inherit the thread."""
        self._selector.close()
        os.close(self._wake_reader)
        os.close(self._wake_writer)
        if self._server is not None:
            self._server.abandon()
        if self._recording is not None:
            self._recording.abandon()

    def _work(self) -> None:
        try:
            is_closing = False
            while not is_closing:
                is_woken = self._wait()
                # Read before the queue is emptied, so that events appended before close() are written.
                is_closing = self._is_closing
                is_due = self._is_due()
                if is_woken or is_due or is_closing or (self._server is not None and self._server.has_newcomers):
                    self._write(is_closing)
                if self._server is not None:
                    self._server.tick(is_due)
            if self._recording is not None:
                self._recording.close()
            if self._server is not None:
                self._server.close(self.LAST_SECONDS)
        except Exception as error:
            report(f"the client has failed and is off; training continues ({type(error).__name__}: {error})")
            self._failed()

    # MARK: Waiting

    _next_check = 0.0

    def _wait(self) -> bool:
        """Waits for the next check, for viewers, or to be woken; True if woken."""
        timeout = max(0.0, self._next_check - time.monotonic())
        if self._server is not None and self._server.interval is not None:
            timeout = min(timeout, self._server.interval)
        is_woken = False
        for key, events in self._selector.select(timeout):
            if key.data is None:
                is_woken = True
                self._empty_pipe()
            elif self._server is not None:
                self._server.ready(key.data, events)
        return is_woken

    def _is_due(self) -> bool:
        now = time.monotonic()
        if now < self._next_check:
            return False
        self._next_check = now + self.INTERVAL
        return True

    def _empty_pipe(self) -> None:
        try:
            os.read(self._wake_reader, 4096)
        except BlockingIOError:
            pass

    # MARK: Writing

    def _write(self, is_closing: bool) -> None:
        """Encodes the queued events and passes them on."""
        queue = self.queue
        entries = [queue.popleft() for _ in range(len(queue))]
        if self.must_open and (entries or is_closing or time.monotonic() - self._started_at >= self.OPENING_DELAY):
            self._open()
        steps: List[Tuple[Any, ...]] = []
        for entry in entries:
            if type(entry) is tuple:
                steps.append(entry)
                continue
            self._pass_steps(steps)
            steps = []
            if isinstance(entry, dict):
                self._history.add_event(entry)
                self._pass(event_line(entry).encode("ascii"), 0)
        self._pass_steps(steps)
        if self._recording is not None:
            self._recording.retry()
        if self._server is not None and self._opened:
            self._server.admit(self._history_pieces)

    def _pass_steps(self, steps: List[Tuple[Any, ...]]) -> None:
        if steps:
            self._history.add_steps(steps)
            self._pass("".join(map(self._encoder.line, steps)).encode("ascii"), len(steps))

    def _pass(self, lines: bytes, steps: int) -> None:
        if self._recording is not None:
            self._recording.append(lines)
        if self._server is not None:
            self._server.send(lines, steps)

    def _open(self) -> None:
        self.must_open = False
        # Present viewers get the values in force; later ones get the initial values, and then their changes.
        line = event_line(self._opening(bool(self._opened))).encode("ascii")
        self._opened = event_line(self._opening(False)).encode("ascii")
        self._pass(line, 0)

    def _history_pieces(self) -> Iterator[bytes]:
        """The lines that a new viewer gets first, in pieces."""
        entries = self._history.entries()
        last_step = self._history.last_step

        def pieces() -> Iterator[bytes]:
            yield self._opened
            for first in range(0, len(entries), self.PIECE):
                yield "".join(map(self._any_line, entries[first : first + self.PIECE])).encode("ascii")
            yield event_line({"event": "live", "step": last_step}).encode("ascii")

        return pieces()

    def _any_line(self, entry: Entry) -> str:
        return self._encoder.line(entry) if isinstance(entry, tuple) else event_line(entry)
