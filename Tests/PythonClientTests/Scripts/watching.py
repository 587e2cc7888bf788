"""A viewer of a run for the tests, in any process."""

import glob
import json
import os
import socket
import time

LONGEST_WAIT = 30.0


def socket_path(name, pid=None):
    """The path of a run's socket, once it is there."""
    pattern = os.path.join(os.environ["XDG_RUNTIME_DIR"], "trimtab", f"{name}.{pid or os.getpid()}.sock")
    return wait_for(lambda: (glob.glob(pattern) or [None])[0], f"a socket {pattern}")


def wait_for(condition, what):
    """The first value of a condition that is true; an error where it does not become so."""
    deadline = time.monotonic() + LONGEST_WAIT
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(0.002)
    raise AssertionError(f"waited in vain for {what}")


class Viewer:
    def __init__(self, path, session="test", by="tester"):
        self.session, self.by, self.last_id = session, by, 0
        self.connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.connection.settimeout(LONGEST_WAIT)
        self.connection.connect(path)
        self.file = self.connection.makefile("rb")
        #: Every event read so far.
        self.events = []

    def read(self):
        """The next event; None when the run has closed the connection."""
        line = self.file.readline()
        if not line:
            return None
        self.events.append(json.loads(line))
        return self.events[-1]

    def read_until(self, condition):
        """Reads until an event fulfils a condition, and returns it."""
        while True:
            event = self.read()
            assert event is not None, "the connection ended early"
            if condition(event):
                return event

    def read_history(self):
        """What a newcomer gets before the live events."""
        self.read_until(lambda event: event["event"] == "live")
        return self.events[:-1]

    def write(self, data):
        self.connection.sendall(data)

    def command(self, request, id=None):
        """Sends a command and returns its id."""
        self.last_id = id or self.last_id + 1
        command = {"id": self.last_id, "request": request, "by": self.by, "session": self.session}
        self.write((json.dumps({"command": command}) + "\n").encode())
        return self.last_id

    def ask(self, request, id=None):
        """Sends a command and returns its answer."""
        id = self.command(request, id)
        return self.read_until(lambda event: event.get("id") == id and event.get("session") == self.session)

    def close(self):
        self.file.close()
        self.connection.close()
