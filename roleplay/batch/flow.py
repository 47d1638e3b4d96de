"""Files in, scorecards out, in the same order: read and looked up here, scored by an engine, and handed on as they come."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

from roleplay.batch.assessor import Assessor, Card
from roleplay.batch.engines import Engine, Promise
from roleplay.batch.memory import Key, Memory
from roleplay.batch.talks import language_of
from roleplay.batch.work import FAULTS, Done, Given
from roleplay.errors import RoleplayError, StorageFailed, TranscriptInvalid

__all__ = ["LONG", "Result", "content", "scored"]

LONG = 1_000_000  # bytes; a file that is larger is never held whole if its format allows
MOST_ARE = 1 << 16  # bytes; or fewer
MANY = 500  # files that may wait for one before them
PACE = 2e-6  # seconds that a byte takes, until it is known better


@dataclass(frozen=True, slots=True)
class Result:
    """The *cards* of the file at *path*, several where it holds several talks; none with the *error* that stopped it."""

    path: Path
    cards: tuple[Card, ...] = ()
    error: RoleplayError | None = None


def scored(paths: Iterable[Path], assessor: Assessor, engine: Engine, memory: Memory | None = None) -> Generator[Result, None, None]:
    """Score the files at *paths* that are not in *memory*; what comes of each, in their order.

    A file that is too long to be held is scored here, by *assessor*, as its card is read. Who leaves before the end closes it: what has come by
    then is remembered.
    """
    flow = _Flow(assessor, engine, memory)
    with ExitStack() as leaving:  # each of these is done, whatever interrupts the one before it
        leaving.callback(engine.close)
        if memory is not None:
            leaving.callback(memory.close)
        leaving.callback(flow.keep)
        for path in paths:
            flow.take(path)
            while flow.full or flow.ready:
                yield flow.give()
        while flow.slots:
            yield flow.give()


@dataclass(slots=True)
class _Chunk:
    """Files that are scored together, and what is to come of them."""

    files: list[Given] = field(default_factory=list)
    size: int = 0
    promise: Promise | None = None
    done: Done | None = None


@dataclass(slots=True)
class _Slot:
    """A file in its place: what came of it, or where it will come from."""

    path: Path
    scored: Result | None = None
    key: Key | None = None
    chunk: _Chunk | None = None
    number: int = 0


class _Flow:
    def __init__(self, assessor: Assessor, engine: Engine, memory: Memory | None) -> None:
        self.assessor, self.engine, self.memory = assessor, engine, memory
        self.slots: deque[_Slot] = deque()
        self.open: dict[str, _Chunk] = {}
        self.under_way = 0
        self.pace = PACE

    @property
    def full(self) -> bool:
        """Whether enough is under way, so that the first one is waited for."""
        return self.under_way >= self.engine.ahead or len(self.slots) >= MANY

    @property
    def ready(self) -> bool:
        """Whether what came of the first one is there."""
        if not self.slots:
            return False
        chunk = self.slots[0].chunk
        return chunk is None or chunk.done is not None or (chunk.promise is not None and chunk.promise.done())

    def take(self, path: Path) -> None:
        """Put the file at *path* in its place, and begin with it if it is not known."""
        slot = _Slot(path)
        self.slots.append(slot)
        try:
            data = content(path)
            if data is None:  # it is read when its turn has come
                return
            if self.memory is not None:
                slot.key = self.memory.key(path.name, data)
                if cards := self.memory.find(slot.key, str(path)):
                    slot.scored = Result(path, cards)
                    return
            self._add(slot, Given(str(path), data))
        except FAULTS as error:
            slot.scored = Result(path, error=error)

    def give(self) -> Result:
        """What came of the first one, waited for if it must be."""
        slot = self.slots.popleft()
        if slot.chunk is not None:
            slot.scored = self._done(slot, slot.chunk)
        elif slot.scored is None:
            try:
                slot.scored = Result(slot.path, tuple(self.assessor.long(slot.path)))
            except FAULTS as error:
                slot.scored = Result(slot.path, error=error)
        return slot.scored

    def keep(self) -> None:
        """Have remembered what has come and was not given any more."""
        for slot in self.slots:
            chunk = slot.chunk
            if chunk is not None and chunk.done is None and chunk.promise is not None and chunk.promise.done():
                with suppress(Exception):  # nobody wants to know any more
                    chunk.done = chunk.promise.result()
            if chunk is not None and chunk.done is not None:
                self._kept(slot, chunk.done.results[slot.number])

    def _add(self, slot: _Slot, given: Given) -> None:
        language = language_of(given.data)
        chunk = slot.chunk = self.open.setdefault(language, _Chunk())
        slot.number = len(chunk.files)
        chunk.files.append(given)
        chunk.size += len(given.data)
        if chunk.size * self.pace >= self.engine.seconds:
            self._begin(chunk)

    def _begin(self, chunk: _Chunk) -> None:
        self.open = {language: each for language, each in self.open.items() if each is not chunk}
        self.under_way += 1
        chunk.promise = self.engine.submit(chunk.files)

    def _done(self, slot: _Slot, chunk: _Chunk) -> Result:
        if chunk.promise is None:
            self._begin(chunk)
        if chunk.done is None:
            chunk.done = self._waited(chunk)
            self.under_way -= 1
            self.pace = chunk.done.seconds / max(chunk.size, 1)
        result = chunk.done.results[slot.number]
        if isinstance(result, RoleplayError):
            return Result(slot.path, error=result)
        self._kept(slot, result)
        return Result(slot.path, result)

    def _kept(self, slot: _Slot, result: tuple[Card, ...] | RoleplayError) -> None:
        if self.memory is not None and slot.key is not None and not isinstance(result, RoleplayError):
            self.memory.keep(slot.key, result)

    def _waited(self, chunk: _Chunk) -> Done:
        assert chunk.promise is not None
        try:
            return chunk.promise.result()
        except self.engine.lost:  # whoever did it is no more; one of the files may have been too much
            parts = [self._alone(given) for given in chunk.files]
            return Done(tuple(result for part in parts for result in part.results), sum(part.seconds for part in parts))

    def _alone(self, given: Given) -> Done:
        for _ in range(2):
            try:
                return self.engine.submit([given]).result()
            except self.engine.lost:
                continue
        name = Path(given.path).name
        error = TranscriptInvalid("{name} ended the process that scored it, twice; score it alone to see why", name=name)
        return Done((error,), 0.0)


def content(path: Path) -> bytes | None:
    """The bytes of the file at *path*; None if it is too long to be held in memory. Raises `StorageFailed`."""
    try:
        with path.open("rb", buffering=0) as file:
            data = file.read(MOST_ARE)  # to ask for more would make room for more, each time
            if len(data) == MOST_ARE:
                data += file.read(LONG + 1 - MOST_ARE)
    except OSError as error:
        raise StorageFailed("{path} cannot be read: {reason}", path=path, reason=error.strerror or type(error).__name__) from None
    return data if len(data) <= LONG else None
