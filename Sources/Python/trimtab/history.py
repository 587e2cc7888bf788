"""What a viewer that connects later is shown of a run: the latest steps exactly, older ones by their extremes."""

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

    The last 1,024 steps are kept as they are. Older ones are kept by stretches of equal length, which doubles as the run
    goes on; of each stretch remain the steps of lowest and highest loss and of highest norm, and one of each kind that is
    not finite. Of the other events the last 1,024 are kept.
    """

    #: Steps that are kept as they are, at least.
    RECENT = 1024
    #: Steps of a stretch, to begin with.
    SHORTEST = 16
    #: Stretches kept.
    STRETCHES = 768
    #: Events other than steps kept.
    EVENTS = 1024

    def __init__(self) -> None:
        self._recent: List[Record] = []
        #: Each with how many steps it covers.
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
        """Adds steps, which follow those before them."""
        self._recent += records
        self._last_time = records[-1][_TIME]
        # Many at a time, because each cut copies what remains.
        if len(self._recent) >= self.RECENT + 256:
            surplus = (len(self._recent) - self.RECENT) // self.SHORTEST * self.SHORTEST
            for first in range(0, surplus, self.SHORTEST):
                self._fold(self._recent[first : first + self.SHORTEST])
            del self._recent[:surplus]

    def add_event(self, event: Dict[str, Any]) -> None:
        """Adds an event that is no step."""
        self._events.append((self._last_time, event))
        if len(self._events) > self.EVENTS:
            self._forget_event()

    def entries(self) -> List[Any]:
        """All that is kept, records and events, oldest first."""
        records = [record for _, kept in self._stretches for record in kept] + self._recent
        entries: List[Any] = []
        place = 0
        for time, event in self._events:
            while place < len(records) and records[place][_TIME] <= time:
                entries.append(records[place])
                place += 1
            entries.append(event)
        return entries + records[place:]

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
        """Drops the oldest event, or first a snapshot that can no longer be rewound to."""
        oldest = max((event["oldest"] for _, event in self._events if event["event"] == "snapshot"), default=0)
        for place, (_, event) in enumerate(self._events):
            if event["event"] == "snapshot" and event["step"] < oldest:
                del self._events[place]
                return
        self._events.popleft()


def extremes(records: List[Record]) -> List[Record]:
    """Of some steps those of lowest and highest loss and of highest norm, and one of each kind that is not finite."""
    losses, norms = list(map(_loss_of, records)), list(map(_norm_of, records))
    try:
        total = sum(losses) + sum(norms)
        if total - total == 0:
            places = {losses.index(min(losses)), losses.index(max(losses)), norms.index(max(norms))}
            return [records[place] for place in sorted(places)]
    except TypeError:
        pass
    return _extremes_of_any(records)


def _extremes_of_any(records: List[Record]) -> List[Record]:
    """The same where numbers may be absent or not finite."""
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


def _choose(chosen: Dict[str, Record], role: str, record: Record, place: int, sign: int) -> None:
    best: Optional[Record] = chosen.get(role)
    if best is None or sign * record[place] > sign * best[place]:
        chosen[role] = record
