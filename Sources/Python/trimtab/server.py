"""The socket of a run, to which viewers connect to watch and control it."""

from __future__ import annotations

import os
import selectors
import socket
import struct
import time
from typing import Callable, Iterator, List, Optional, Union

from .commands import Command, CommandError, read_command
from .environment import report
from .lines import event_line
from .run_directory import socket_name, sweep, usable_directory
from .viewer import Disconnected, Viewer


class Server:
    """Accepts viewers of this user, sends them the run's lines and passes their commands on.

    It belongs to one thread, which waits on its selector; nothing here waits for a viewer.
    """

    #: The most viewers at a time.
    MOST_VIEWERS = 64
    #: Seconds between pieces of a history, so that encoding them leaves time for the training thread.
    HISTORY_INTERVAL = 0.01

    def __init__(
        self, listener: socket.socket, path: str, selector: selectors.BaseSelector,
        submit: Callable[[Command], Optional[str]],
    ) -> None:
        self.path = path
        self._listener = listener
        self._selector = selector
        self._submit = submit
        self._viewers: List[Viewer] = []
        self._newcomers: List[socket.socket] = []
        self._listen()

    @classmethod
    def open(
        cls, name: str, launch: Optional[str], selector: selectors.BaseSelector,
        submit: Callable[[Command], Optional[str]],
    ) -> Optional["Server"]:
        """Opens the socket of a run; None, with a line on standard error, if that is not possible.

        :param submit: submits a command; returns why it cannot be accepted, or None.
        """
        if not hasattr(socket, "AF_UNIX"):
            return None
        directory = usable_directory()
        if directory is None:
            report("no viewer can attach to this run; it is recorded all the same")
            return None
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            sweep(directory)
            path = os.path.join(directory, socket_name(name, launch))
            _listen(listener, path)
        except OSError as error:
            listener.close()
            report(f"no viewer can attach to this run: {error.strerror or error}; it is recorded all the same")
            return None
        return cls(listener, path, selector, submit)

    @property
    def has_newcomers(self) -> bool:
        """True while newly connected viewers wait for the history."""
        return bool(self._newcomers)

    @property
    def has_viewers(self) -> bool:
        """True while viewers are connected."""
        return bool(self._viewers)

    @property
    def interval(self) -> Optional[float]:
        """Seconds until ``tick`` must be called; None if it can wait for a full tick."""
        return self.HISTORY_INTERVAL if any(viewer.has_history for viewer in self._viewers) else None

    def ready(self, source: Union["Server", Viewer], events: int) -> None:
        """Handles the selector's events of a source, which was registered as their data."""
        if isinstance(source, Server):
            self._accept()
            return
        viewer = source
        try:
            if events & selectors.EVENT_READ:
                self._read(viewer)
            if events & selectors.EVENT_WRITE:
                viewer.flush()
            self._watch(viewer)
        except Disconnected:
            self._disconnect(viewer)

    def admit(self, history: Callable[[], Iterator[bytes]]) -> None:
        """Begins to send new viewers the history, piece by piece."""
        for connection in self._newcomers:
            viewer = Viewer(connection, history())
            self._viewers.append(viewer)
            self._selector.register(connection, selectors.EVENT_READ, viewer)
        self._newcomers.clear()

    def send(self, lines: bytes, steps: int = 0) -> None:
        """Sends whole lines to every viewer; see ``Viewer.send``."""
        for viewer in list(self._viewers):
            try:
                viewer.send(lines, steps)
            except Disconnected:
                self._disconnect(viewer)

    def flush(self) -> None:
        """Sends as much as the viewers' connections accept."""
        for viewer in list(self._viewers):
            try:
                viewer.flush()
                self._watch(viewer)
            except Disconnected:
                self._disconnect(viewer)

    def tick(self, is_full: bool) -> None:
        """Sends pieces of histories; on full ticks, also renews the viewers' limits and accepts another one."""
        if is_full:
            self._listen()
        for viewer in list(self._viewers):
            try:
                viewer.send_history()
                if is_full:
                    viewer.tick()
            except Disconnected:
                self._disconnect(viewer)
        self.flush()

    def close(self, seconds: float) -> None:
        """Sends the waiting lines, for at most ``seconds``, and closes everything."""
        self._unlink()
        deadline = time.monotonic() + seconds
        while self._viewers and time.monotonic() < deadline:
            for viewer in list(self._viewers):
                try:
                    viewer.send_history()
                    viewer.flush()
                    if not viewer.is_behind and not viewer.has_history:
                        self._disconnect(viewer)
                except Disconnected:
                    self._disconnect(viewer)
            behind = [viewer.connection for viewer in self._viewers if viewer.is_behind]
            if len(behind) == len(self._viewers) and behind:
                _wait_until_writable(behind, max(0.0, deadline - time.monotonic()))
        self.abandon()

    def abandon(self) -> None:
        """Closes the descriptors but keeps the socket's file, which in a forked child is the parent's."""
        self._listener.close()
        for connection in self._newcomers + [viewer.connection for viewer in self._viewers]:
            connection.close()

    def _listen(self) -> None:
        if self._listener.fileno() not in self._selector.get_map():
            self._selector.register(self._listener, selectors.EVENT_READ, self)

    def _accept(self) -> None:
        """Accepts one viewer, and the next one only after a full tick: each requires encoding a history."""
        self._selector.unregister(self._listener)
        try:
            connection, _ = self._listener.accept()
        except OSError:
            return
        if not _is_own(connection) or len(self._viewers) + len(self._newcomers) >= self.MOST_VIEWERS:
            connection.close()
            return
        connection.setblocking(False)
        self._newcomers.append(connection)

    def _read(self, viewer: Viewer) -> None:
        for line in viewer.receive():
            try:
                command = read_command(line)
            except CommandError as error:
                viewer.faults += 1
                if viewer.faults > viewer.FAULTS:
                    raise Disconnected from None
                answer = {"event": "rejected", "id": 0, "request": {}, "reason": str(error), "by": ""}
                viewer.send(event_line(answer).encode("ascii"))
                continue
            reason = self._submit(command)
            if reason is not None:
                viewer.send(event_line(command.rejected(reason)).encode("ascii"))

    def _watch(self, viewer: Viewer) -> None:
        """Registers the events that the viewer waits for now."""
        events = (selectors.EVENT_READ if viewer.may_read else 0) | (selectors.EVENT_WRITE if viewer.is_behind else 0)
        key = self._selector.get_map().get(viewer.connection.fileno())
        if key is None:
            if events:
                self._selector.register(viewer.connection, events, viewer)
        elif not events:
            self._selector.unregister(viewer.connection)
        elif key.events != events:
            self._selector.modify(viewer.connection, events, viewer)

    def _disconnect(self, viewer: Viewer) -> None:
        if viewer not in self._viewers:
            return
        self._viewers.remove(viewer)
        if viewer.connection.fileno() in self._selector.get_map():
            self._selector.unregister(viewer.connection)
        viewer.connection.close()

    def _unlink(self) -> None:
        try:
            os.unlink(self.path)
        except OSError:
            pass


def _listen(listener: socket.socket, path: str) -> None:
    """Listens at a path, which appears only once it has the right permissions and listens."""
    hidden = os.path.join(os.path.dirname(path), f".{os.path.basename(path)}")
    listener.bind(hidden)
    try:
        os.chmod(hidden, 0o600)
        listener.listen(16)
        listener.setblocking(False)
        os.rename(hidden, path)
    except OSError:
        os.unlink(hidden)
        raise


def _is_own(connection: socket.socket) -> bool:
    """True if the peer runs as this user or as root, or the system cannot tell."""
    if not hasattr(socket, "SO_PEERCRED"):
        return True
    size = struct.calcsize("3i")
    _, user, _ = struct.unpack("3i", connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size))
    return user in (os.geteuid(), 0)


def _wait_until_writable(connections: List[socket.socket], seconds: float) -> None:
    with selectors.DefaultSelector() as selector:
        for connection in connections:
            selector.register(connection, selectors.EVENT_WRITE)
        selector.select(seconds)
