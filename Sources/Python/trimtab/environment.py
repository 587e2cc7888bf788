"""The client's environment: the variables that ``trimtab run`` sets, and the names of its files."""

from __future__ import annotations

import os
import re
import sys
import time
from typing import Mapping, NamedTuple, Optional


class Environment(NamedTuple):
    """The client's part of the environment."""

    #: False under TRIMTAB=off: calls do nothing, and training is the same as without the client.
    is_on: bool
    #: TRIMTAB_NAME, the name of the run.
    name: Optional[str]
    #: TRIMTAB_RECORD, the recording's path, or "off".
    record: Optional[str]
    #: TRIMTAB_LAUNCH, the identifier by which `trimtab run` finds the run that it started.
    launch: Optional[str]
    #: TRIMTAB_LOG, the file that the program's own output goes to.
    log: Optional[str]
    #: The process's rank among those that train together, and their number.
    rank: int
    world_size: int

    @classmethod
    def read(cls, variables: Mapping[str, str] = os.environ) -> "Environment":
        launch = variables.get("TRIMTAB_LAUNCH", "")
        rank, world_size = _whole(variables.get("RANK"), 0), _whole(variables.get("WORLD_SIZE"), 1)
        # A program may have created its process group without variables.
        distributed = getattr(sys.modules.get("torch"), "distributed", None)
        if distributed is not None and distributed.is_available() and distributed.is_initialized():
            rank, world_size = distributed.get_rank(), distributed.get_world_size()
        return cls(
            is_on=variables.get("TRIMTAB", "").lower() not in ("off", "0"),
            name=variables.get("TRIMTAB_NAME") or None,
            record=variables.get("TRIMTAB_RECORD") or None,
            launch=launch if re.fullmatch("[a-z0-9]{8}", launch) else None,
            log=variables.get("TRIMTAB_LOG") or None,
            rank=rank,
            world_size=world_size,
        )


def _whole(text: Optional[str], default: int) -> int:
    try:
        return int(text or default)
    except ValueError:
        return default


def program_name() -> str:
    """The default name of a run: the script's, without its extension."""
    script = os.path.basename(sys.argv[0] if sys.argv and sys.argv[0] not in ("-c", "-m", "") else "")
    return os.path.splitext(script)[0] or "python"


def file_name(name: str) -> str:
    """A run's name as part of a file name: letters, digits, "_" and "-", at most 40."""
    return re.sub("[^A-Za-z0-9_-]", "-", name)[:40] or "run"


def recording_name(name: str, number: int) -> str:
    """The file name of a run's recording: name, time, process, and a number unless it is 1."""
    suffix = "" if number == 1 else f"-{number}"
    return f"{file_name(name)}-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}{suffix}.jsonl"


def report(message: str) -> None:
    """Prints one line on standard error, if the program has one."""
    try:
        # Control characters are shown as question marks.
        printable = "".join([letter if letter.isprintable() else "?" for letter in message])
        sys.stderr.write(f"trimtab: {printable}\n")
        sys.stderr.flush()
    except Exception:
        pass
