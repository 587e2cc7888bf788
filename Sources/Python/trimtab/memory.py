"""The machine's free memory."""

from __future__ import annotations

import os
from typing import Iterator, Optional, Tuple


def free_memory(proc: str = "/proc", cgroups: str = "/sys/fs/cgroup") -> Optional[int]:
    """Bytes that this process can still use without swapping, by the machine and the limits of its control groups.

    None if the system does not report them.
    """
    free = [number for number in (_available(proc), *_left_in_groups(proc, cgroups)) if number is not None]
    return max(0, min(free)) if free else None


def _available(proc: str) -> Optional[int]:
    for line in (_read(os.path.join(proc, "meminfo")) or "").splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) * 1024
    return None


def _left_in_groups(proc: str, cgroups: str) -> Iterator[int]:
    """The bytes that each control group of the process has left."""
    for line in (_read(os.path.join(proc, "self", "cgroup")) or "").splitlines():
        number, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        if number == "0":
            root, files = cgroups, ("memory.max", "memory.current")
        elif "memory" in controllers.split(","):
            root, files = os.path.join(cgroups, "memory"), ("memory.limit_in_bytes", "memory.usage_in_bytes")
        else:
            continue
        yield from _left_on_path(root, path.strip("/"), files)


def _left_on_path(root: str, path: str, files: Tuple[str, str]) -> Iterator[int]:
    while True:
        folder = os.path.join(root, path)
        limit, used = (_number(os.path.join(folder, file)) for file in files)
        if limit is not None and used is not None:
            # Cached files count as used, but are evicted when memory is needed.
            yield limit - used + _inactive_files(os.path.join(folder, "memory.stat"))
        if not path:
            return
        path = os.path.dirname(path)


def _inactive_files(path: str) -> int:
    for line in (_read(path) or "").splitlines():
        name, _, number = line.partition(" ")
        if name in ("inactive_file", "total_inactive_file"):
            return int(number)
    return 0


def _number(path: str) -> Optional[int]:
    text = (_read(path) or "").strip()
    return int(text) if text.isdigit() else None


def _read(path: str) -> Optional[str]:
    try:
        with open(path, encoding="ascii", errors="replace") as file:
            return file.read()
    except OSError:
        return None
