"""The command ``trimtab``: starts the program in the package."""

from __future__ import annotations

import os
import sys
from typing import Dict, NoReturn

PACKAGE = os.path.dirname(os.path.abspath(__file__))

#: Where systems keep terminal descriptions.
TERMINFO = ["/etc/terminfo", "/lib/terminfo", "/usr/lib/terminfo", "/usr/share/terminfo", "/usr/share/lib/terminfo"]


def main() -> NoReturn:
    """Refolders this process with the program, which gets its arguments."""
    program = os.path.join(PACKAGE, "bin", "trimtab")
    try:
        os.execve(program, [program, *sys.argv[1:]], environment())
    except OSError as error:
        hint = "; install the wheel that Sources/Python/build-wheel makes" if not os.path.exists(program) else ""
        sys.stderr.write(f"trimtab: cannot start {program}: {error.strerror}{hint}\n")
        sys.exit(126)


def environment() -> Dict[str, str]:
    """The variables of this process, with the package's terminal descriptions after the system's."""
    variables = dict(os.environ)
    named = variables.get("TERMINFO_DIRS")
    folders = [*([named] if named else []), *TERMINFO, os.path.join(PACKAGE, "terminfo")]
    variables["TERMINFO_DIRS"] = ":".join(folders)
    return variables
