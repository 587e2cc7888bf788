"""The thread that encodes events, writes them to the recording and serves viewers."""

from __future__ import annotations

import os
import selectors
import threading
import time
from collections import deque
from typing import Any, Callable, Deque, Dict, List, Optional, Tuple, Union

from .environment import report
from .lines import StepEncoder, event_line
from .recording import Recording

#: A step as a tuple (see ``StepRecord``), or any other event.
Entry = Union[Tuple[Any, ...], Dict[str, Any]]


class EventWriter:
    """Takes events from the training thread, which never waits for it.

    The training thread appends to ``queue``. This thread looks at it every 50 ms, so that a process that is killed loses
    no more than that.
    """

    #: Seconds between two looks at the queue.
    INTERVAL = 0.05
    #: Seconds that the first line waits for settings that are declared after the run was started.
    OPENING_DELAY = 1.0
    #: Events that may wait; beyond them the oldest are lost, which happens only when a disk hangs for minutes.
    CAPACITY = 1 << 18

    def __init__(
        self, opening: Callable[[], Dict[str, Any]], recording: Optional[Recording], failed: Callable[[], None]
    ) -> None:
        """Starts the thread.

        :param opening: returns the run's first line as an event.
        :param failed: called when the thread cannot continue.
        """
        self.queue: Deque[Entry] = deque(maxlen=self.CAPACITY)
        #: True when the run's first line must be written, or written again.
        self.must_open = True
        self._opening = opening
        self._failed = failed
        self._recording = recording
        self._encoder = StepEncoder()
        self._is_closing = False
        self._started_at = time.monotonic()
        self._wake_reader, self._wake_writer = os.pipe()
        os.set_blocking(self._wake_reader, False)
        os.set_blocking(self._wake_writer, False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._wake_reader, selectors.EVENT_READ)
        self._thread = threading.Thread(target=self._work, name="trimtab", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Makes the thread look at the queue at once."""
        try:
            os.write(self._wake_writer, b"!")
        except OSError:
            pass

    def close(self, timeout: float) -> None:
        """Writes what waits and ends the thread.

        :param timeout: the most seconds to wait for it.
        """
        self._is_closing = True
        self.wake()
        if threading.current_thread() is not self._thread:
            self._thread.join(timeout)

    def abandon(self) -> None:
        """Closes what a forked child inherited; the thread is not part of it."""
        self._selector.close()
        os.close(self._wake_reader)
        os.close(self._wake_writer)
        if self._recording is not None:
            self._recording.abandon()

    def _work(self) -> None:
        try:
            is_closing = False
            while not is_closing:
                self._wait()
                # Asked before the queue is emptied: what was appended before close() is written.
                is_closing = self._is_closing
                self._write(is_closing)
            if self._recording is not None:
                self._recording.close()
        except Exception as error:
            report(f"the client has failed and is off; training continues ({type(error).__name__}: {error})")
            self._failed()

    def _wait(self) -> None:
        self._selector.select(self.INTERVAL)
        try:
            os.read(self._wake_reader, 4096)
        except BlockingIOError:
            pass

    def _write(self, is_closing: bool) -> None:
        queue = self.queue
        entries = [queue.popleft() for _ in range(len(queue))]
        lines: List[str] = []
        if self.must_open and (entries or is_closing or time.monotonic() - self._started_at >= self.OPENING_DELAY):
            self.must_open = False
            lines.append(event_line(self._opening()))
        encode = self._encoder.line
        for entry in entries:
            lines.append(encode(entry) if type(entry) is tuple else event_line(entry))
        if self._recording is not None:
            if lines:
                self._recording.append("".join(lines).encode("ascii"))
            self._recording.retry()
