"""The history that a new viewer receives: all of the latest steps, and the extremes of older ones."""

from __future__ import annotations

from collections import deque
from operator import itemgetter
from typing import Any, Deque, Dict, List, Optional, Tuple

#: A step as a tuple; see ``StepRecord``.
Record = Tuple[Any, ...]

_TIME, _LOSS, _NORM = 1, 4, 5
_loss_of, _norm_of = itemgetter(_LOSS), itemgetter(_NORM)


class History:
    """The history of a run in bounded memory.

    The last 1,024 steps are all kept. Older ones are grouped into stretches of equal length, which doubles as the run gets
    longer; each stretch keeps the steps with the lowest and highest loss and the highest norm, and one for each kind of value
    that is not finite. The last 1,024 other events are kept.
    """

    #: The fewest latest steps that are all kept.
    RECENT = 1024
    #: The initial number of steps in a stretch.
    SHORTEST = 16
    #: The most stretches kept.
    STRETCHES = 768
    #: The most events kept, besides steps.
    EVENTS = 1024

    def __init__(self) -> None:
        self._recent: List[Record] = []
        #: Each with the number of steps it covers.
        self._stretches: List[Tuple[int, List[Record]]] = []
        self._length = self.SHORTEST
        #: Each with the time of the last step before it.
        self._events: Deque[Tuple[float, Dict[str, Any]]] = deque()
        self._last_time = -1.0

    @property
    def last_step(self) -> int:
        """The number of the last step; 0 before the first."""
        return self._recent[-1][0] if self._recent else 0

    def add_steps(self, records: List[Record]) -> None:
        """Adds the next steps."""
        self._recent += records
        self._last_time = records[-1][_TIME]
        # Many at a time, because each deletion copies the remaining steps.
        if len(self._recent) >= self.RECENT + 256:
            surplus = (len(self._recent) - self.RECENT) // self.SHORTEST * self.SHORTEST
            for first in range(0, surplus, self.SHORTEST):
                self._fold(self._recent[first : first + self.SHORTEST])
            del self._recent[:surplus]

    def add_event(self, event: Dict[str, Any]) -> None:
        """Adds an event other than a step."""
        self._events.append((self._last_time, event))
        if len(self._events) > self.EVENTS:
            self._forget_event()

    def entries(self) -> List[Any]:
        """All kept records and events, oldest first."""
        records = [record for _, kept in self._stretches for record in kept] + self._recent
        entries: List[Any] = []
        index = 0
        for time, event in self._events:
            while index < len(records) and records[index][_TIME] <= time:
                entries.append(records[index])
                index += 1
            entries.append(event)
        return entries + records[index:]

    def _fold(self, records: List[Record]) -> None:
        count, kept = len(records), extremes(records)
        if self._stretches and self._stretches[-1][0] + count <= self._length:
            before, earlier = self._stretches.pop()
            count, kept = before + count, extremes(earlier + kept)
        self._stretches.append((count, kept))
        if len(self._stretches) > self.STRETCHES:
            pairs = zip(self._stretches[::2], self._stretches[1::2])
            rest = self._stretches[len(self._stretches) // 2 * 2 :]
            self._stretches = [(one[0] + two[0], extremes(one[1] + two[1])) for one, two in pairs] + rest
            self._length *= 2

    def _forget_event(self) -> None:
        """Drops a snapshot that can no longer be rewound to, or else the oldest event."""
        oldest = max((event["oldest"] for _, event in self._events if event["event"] == "snapshot"), default=0)
        for index, (_, event) in enumerate(self._events):
            if event["event"] == "snapshot" and event["step"] < oldest:
                del self._events[index]
                return
        self._events.popleft()


def extremes(records: List[Record]) -> List[Record]:
    """The steps with the lowest and highest loss and the highest norm, and one for each kind of value that is not finite."""
    losses, norms = list(map(_loss_of, records)), list(map(_norm_of, records))
    try:
        total = sum(losses) + sum(norms)
        if total - total == 0:
            indices = {losses.index(min(losses)), losses.index(max(losses)), norms.index(max(norms))}
            return [records[index] for index in sorted(indices)]
    except TypeError:
        pass
    return _extremes_of_any(records)


def _extremes_of_any(records: List[Record]) -> List[Record]:
    """The extremes if numbers may be missing or not finite."""
    chosen: Dict[str, Record] = {}
    for record in records:
        loss, norm = record[_LOSS], record[_NORM]
        if loss is not None:
            if loss - loss != 0:
                chosen.setdefault(f"loss {loss}", record)
            else:
                _choose(chosen, "lowest loss", record, _LOSS, -1)
                _choose(chosen, "highest loss", record, _LOSS, 1)
        if norm is not None:
            if norm - norm != 0:
                chosen.setdefault(f"norm {norm}", record)
            else:
                _choose(chosen, "highest norm", record, _NORM, 1)
    if not chosen:
        return records[:1]
    return sorted({id(record): record for record in chosen.values()}.values(), key=itemgetter(_TIME))


def _choose(chosen: Dict[str, Record], role: str, record: Record, member: int, sign: int) -> None:
    best: Optional[Record] = chosen.get(role)
    if best is None or sign * record[member] > sign * best[member]:
        chosen[role] = record
