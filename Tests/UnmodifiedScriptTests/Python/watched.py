"""For tests for unmodified scripts: functions that train, each in a process of its own, forked once the hooks are in torch."""

import atexit
import json
import os
import pickle
import signal
import shutil
import socket
import sys
import tempfile
import time
import traceback
import unittest

SOURCES = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", "..", "Sources", "Python"))
FOLDER = tempfile.mkdtemp(prefix="trimtab-")
OWNER = os.getpid()
atexit.register(lambda: os.getpid() == OWNER and shutil.rmtree(FOLDER, ignore_errors=True))
os.environ.update(XDG_RUNTIME_DIR=FOLDER, TRIMTAB_HOOK="1", OMP_NUM_THREADS="1")
sys.path[:0] = [SOURCES, os.path.join(os.path.dirname(os.path.abspath(__file__)), "scripts")]

from trimtab.hook.sitecustomize import watch_torch  # noqa: E402

watch_torch()
import torch  # noqa: E402
import torch._dynamo  # noqa: E402,F401
from trimtab.unmodified import install  # noqa: E402
from trimtab.options import Options  # noqa: E402

# The tests' own process is not watched, only the children that ask for it.
install.installed.is_on = False


class Child:
    """A function in a forked process, watched with the given variables, and what became of it."""

    #: Those whose end nobody has waited for: of a test that failed they may never end.
    running = set()

    def __init__(self, function, *arguments, watch=True, **variables):
        self.recording = os.path.join(FOLDER, f"{time.monotonic_ns()}.jsonl")
        self._reader, writer = os.pipe()
        sys.stdout.flush()
        self.process = os.fork()
        if self.process == 0:
            self._run(writer, function, arguments, watch, variables)
        os.close(writer)
        self.running.add(self.process)

    def _run(self, writer, function, arguments, watch, variables):
        os.environ.update(variables, TRIMTAB_RECORD=self.recording)
        install.installed.is_on = watch
        install.installed.configure(Options.read())
        torch.set_num_threads(1)
        os.dup2(os.open(self.recording + ".err", os.O_WRONLY | os.O_CREAT), 2)
        sys.argv = ["watched.py"]
        status = 1
        try:
            result = function(*arguments)
            with os.fdopen(writer, "wb") as file:
                pickle.dump(result, file)
            status = 0
        except BaseException:
            traceback.print_exc()
        # The process ends as a program does, but not into the tests that it was forked from.
        atexit._run_exitfuncs()
        os._exit(status)

    def result(self):
        """What the function returned."""
        with os.fdopen(self._reader, "rb") as file:
            data = file.read()
        status = os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])
        self.running.discard(self.process)
        if status != 0 or not data:
            raise AssertionError(f"the process ended with {status}: {self.messages()}")
        return pickle.loads(data)

    def messages(self):
        """What it wrote on standard error."""
        with open(self.recording + ".err") as file:
            return file.read()

    def events(self):
        with open(self.recording) as file:
            return [json.loads(line) for line in file]

    def steps(self):
        return [event for event in self.events() if event["event"] == "step"]


class Viewer:
    """A connection to the socket of a child's run."""

    def __init__(self, child):
        folder = os.path.join(FOLDER, "trimtab")
        ending = f".{child.process}.sock"
        while True:
            names = [name for name in os.listdir(folder) if name.endswith(ending) and name[0] != "."] if os.path.isdir(folder) else []
            if names:
                break
            time.sleep(0.005)
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(os.path.join(folder, names[0]))
        # A text file that is written too drops what it has read ahead.
        self._lines = self._socket.makefile("r")
        self._id = 0

    def close(self):
        self._lines.close()
        self._socket.close()

    def send(self, **request):
        self._id += 1
        line = {"command": {"id": self._id, "request": request, "by": "test", "session": "t"}}
        self._socket.sendall((json.dumps(line) + "\n").encode())
        return self._id

    def wait(self, condition):
        """The next event that meets the condition."""
        for line in self._lines:
            event = json.loads(line)
            if condition(event):
                return event
        raise AssertionError("the run ended first")

    def ask(self, **request):
        """Sends a request and returns its answer."""
        identity = self.send(**request)
        return self.wait(lambda event: event["event"] in ("applied", "rejected") and event["id"] == identity)


def state(*parts):
    """The numbers of modules, optimizers and schedulers as plain values, which are equal where their bits are."""

    def plain(value):
        if isinstance(value, torch.Tensor):
            return (str(value.dtype), tuple(value.shape), value.detach().cpu().contiguous().numpy().tobytes())
        if isinstance(value, dict):
            return {key: plain(item) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return [plain(item) for item in value]
        return value

    return [plain(part.state_dict()) for part in parts]


class WatchedTest(unittest.TestCase):
    """A test that compares states, which are long."""

    def tearDown(self):
        while Child.running:
            process = Child.running.pop()
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)

    def viewer(self, child):
        viewer = Viewer(child)
        self.addCleanup(viewer.close)
        return viewer

    def assertSame(self, one, other, message=""):
        if one != other:
            self.fail(f"the states differ {message}")
