"""The directory of the sockets of this user's runs."""

from __future__ import annotations

import os
import re
import socket
import stat
from typing import List, Optional

from .environment import file_name, report

_names_taken = 0


def directories() -> List[str]:
    """The candidate directories of runs' sockets, best first."""
    paths = []
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    if runtime and _is_own_directory(runtime):
        paths.append(os.path.join(runtime, "trimtab"))
    paths.append(os.path.join(os.environ.get("TMPDIR") or "/tmp", f"trimtab-{os.getuid()}"))
    return paths


def usable_directory() -> Optional[str]:
    """The first candidate that is the user's own directory, closed to others; created if missing."""
    for path in directories():
        try:
            os.makedirs(path, 0o700, exist_ok=True)
            if _is_own_directory(path) and not stat.S_IMODE(os.lstat(path).st_mode) & 0o077:
                return path
            report(f"{path} is not used: it must be a directory of yours that others cannot enter (chmod 700)")
        except OSError as error:
            report(f"{path} is not used: {error.strerror or error}")
    return None


def socket_name(name: str, launch: Optional[str]) -> str:
    """The file name of the socket of the next run of this process."""
    global _names_taken
    _names_taken += 1
    number = "" if _names_taken == 1 else f"-{_names_taken}"
    return f"{file_name(name)}{number}.{os.getpid()}{f'.{launch}' if launch else ''}.sock"


def sweep(directory: str) -> None:
    """Removes the sockets on which no process listens any more."""
    for entry in os.listdir(directory):
        if not re.fullmatch(r"[A-Za-z0-9_-]+\.\d+(\.[a-z0-9]+)?\.sock", entry):
            continue
        path = os.path.join(directory, entry)
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
                probe.settimeout(0.2)
                probe.connect(path)
        except ConnectionRefusedError:
            try:
                os.unlink(path)
            except OSError:
                pass
        except OSError:
            pass


def _is_own_directory(path: str) -> bool:
    try:
        status = os.lstat(path)
    except OSError:
        return False
    return stat.S_ISDIR(status.st_mode) and status.st_uid == os.geteuid()
