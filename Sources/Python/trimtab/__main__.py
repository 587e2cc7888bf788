"""Runs a Python program and watches it: ``python -m trimtab train.py ARGUMENTS``, or ``-m MODULE``, or ``-c CODE``.

For programs that are started with ``python -S``, ``-I`` or ``-E``, which leave out what ``trimtab run`` puts on PYTHONPATH.
"""

from __future__ import annotations

import os
import runpy
import sys
from typing import List

USAGE = "usage: python -m trimtab [-m MODULE | -c CODE | SCRIPT] [ARGUMENTS...]"


def main(arguments: List[str]) -> None:
    """Runs the named program in this process, with the name and arguments it would have by itself."""
    if not arguments or arguments[0] in ("-h", "--help"):
        print(USAGE)
        sys.exit(0 if arguments else 2)
    if os.environ.get("TRIMTAB", "").lower() not in ("off", "0"):
        from .hook.sitecustomize import watch_torch

        watch_torch()
    first, rest = arguments[0], arguments[1:]
    if first in ("-m", "-c") and not rest:
        _refuse(f"{first} needs an argument")
    if first == "-m":
        sys.argv = rest
        _search_first(os.getcwd())
        runpy.run_module(rest[0], run_name="__main__", alter_sys=True)
    elif first == "-c":
        sys.argv = ["-c", *rest[1:]]
        _search_first("")
        exec(compile(rest[0], "<string>", "exec"), {"__name__": "__main__", "__builtins__": __builtins__})
    else:
        if not os.path.exists(first):
            _refuse(f"{first}: there is no such file")
        sys.argv = arguments
        _search_first(os.path.dirname(os.path.realpath(first)))
        runpy.run_path(first, run_name="__main__")


def _refuse(problem: str) -> None:
    print(f"trimtab: {problem}; {USAGE}", file=sys.stderr)
    sys.exit(2)


def _search_first(folder: str) -> None:
    """Searches modules in the program's folder first, as when Python runs it, in place of the working directory."""
    isolated = getattr(sys.flags, "safe_path", False) or sys.flags.isolated
    if isolated:
        return
    sys.path[0] = folder


main(sys.argv[1:])
