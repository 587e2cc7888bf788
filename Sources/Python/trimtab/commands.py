"""Viewers' commands, and their answers."""

from __future__ import annotations

import json
from typing import Any, Dict, Mapping, NamedTuple, Optional

from .settings import Value, value_of

#: The ability that each kind of request needs.
ABILITY = {
    "pause": "pause",
    "resume": "pause",
    "advance": "advance",
    "set": "set",
    "stop": "stop",
    "checkpoint": "checkpoint",
    "rewind": "rewind",
}

#: All abilities, in the order in which a run's first line lists them.
ABILITIES = ("pause", "advance", "set", "stop", "checkpoint", "rewind")

_LONGEST_NAME = 256


class CommandError(ValueError):
    """Why a line is not a command."""


class Command(NamedTuple):
    """A request to a run, which takes effect between two steps."""

    id: int
    #: One of the keys of ``ABILITY``.
    kind: str
    #: The name of the setting, for "set".
    name: str = ""
    #: The value for "set", the number of steps for "advance", the snapshot's step for "rewind".
    value: Optional[Value] = None
    #: The sender's name for people.
    by: str = ""
    #: Identifies the sender among all viewers; together with ``id``, the command.
    session: Optional[str] = None

    @property
    def request(self) -> Dict[str, Any]:
        """The request's members in a line."""
        if self.kind == "set":
            return {"set": self.name, "value": self.value}
        return {self.kind: True if self.value is None else self.value}

    def applied(self, step: int, previous: Optional[Value] = None, last: Optional[int] = None) -> Dict[str, Any]:
        """The answer to a command that took effect.

        :param step: the first step computed under it.
        :param previous: the value that a set replaced.
        :param last: the last step computed before a rewind.
        """
        return {
            "event": "applied",
            "id": self.id,
            "step": step,
            "request": self.request,
            "previous": previous,
            "from": last,
            "by": self.by,
            "session": self.session,
        }

    def rejected(self, reason: str) -> Dict[str, Any]:
        """The answer to a command that changed nothing."""
        return {
            "event": "rejected",
            "id": self.id,
            "request": self.request,
            "reason": reason,
            "by": self.by,
            "session": self.session,
        }


def read_command(line: bytes) -> Command:
    """Reads one line.

    :raises CommandError: for a line that is not a command.
    """
    try:
        members = json.loads(line)
    except (ValueError, RecursionError):
        raise CommandError("not a line of JSON") from None
    command = members.get("command") if isinstance(members, dict) else None
    if not isinstance(command, dict):
        raise CommandError('not a command: a line needs {"command":{"id":…,"request":…,"by":…}}')
    identity = command.get("id")
    if isinstance(identity, bool) or not isinstance(identity, int) or not 0 <= identity < 2**53:
        raise CommandError("the command's id is not a whole number from 0")
    request = command.get("request")
    if not isinstance(request, dict):
        raise CommandError("the command has no request")
    by, session = command.get("by"), command.get("session")
    return Command(
        identity,
        *_request(request),
        by=by[:_LONGEST_NAME] if isinstance(by, str) else "",
        session=session[:_LONGEST_NAME] if isinstance(session, str) else None,
    )


def _request(request: Mapping[str, Any]) -> tuple:
    """Kind, name and value of a request."""
    if "set" in request:
        name, value = request["set"], value_of(request)
        if not isinstance(name, str) or value is None:
            raise CommandError('a set needs {"set":NAME,"value":V}, V a number or a word')
        return "set", name[:_LONGEST_NAME], value
    for kind in ("advance", "rewind"):
        if kind in request:
            count = request[kind]
            if isinstance(count, float) and count.is_integer():
                count = int(count)
            if isinstance(count, bool) or not isinstance(count, int) or abs(count) >= 2**53:
                raise CommandError(f"{kind} needs a whole number")
            return kind, "", count
    for kind in ("pause", "resume", "stop", "checkpoint"):
        if request.get(kind) is True:
            return kind, "", None
    raise CommandError(f"the request is of no known kind (known: {', '.join(ABILITY)})")
