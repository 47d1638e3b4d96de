"""The talks of a server, told apart by what was said in them: a client sends the whole history each time, and no name for it.

Every beginning of a talk is remembered as a digest. A history that goes on from the last word of a talk goes on in its transcript; one that goes on
from an earlier word (a message was edited, a reply asked for again) is a branch, in a transcript of its own that shares what came before. A talk
of a server before this one is read from its transcript, and goes on there.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock, RLock

from roleplay.dialogue import End, EndReason, Header, Speaker, Turn
from roleplay.errors import RequestRefused, mark
from roleplay.journal import Journal
from roleplay.persona import Persona
from roleplay.session import Actor, Coder, Session
from roleplay.store import Store, new_id
from roleplay.web.completions import Said
from roleplay.web.recorded import Recorded, digests

__all__ = ["Stage", "Talk", "Talks"]

MAX_TALKS = 500  # at hand; the one that was silent longest makes room for a new one, and is read again if it goes on


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A persona ready to be talked with, under the name *model*: *header* makes the conditions of a new talk, *cast* who speaks in it."""

    model: str
    persona: Persona
    coder: Coder
    header: Callable[[str, int | None], Header]
    cast: Callable[[Header], Actor]


@dataclass(slots=True, eq=False)
class Talk:
    """A talk at hand. *busy* while a reply to it is being made, *ended* once its transcript has its end."""

    session: Session
    file: _File
    digests: list[bytes] = field(default_factory=list)
    busy: bool = False
    ended: bool = False
    sealed: bool = False
    """Whether nothing can be added to its transcript, so that going on is a branch."""

    @property
    def path(self) -> Path:
        """Where its transcript is."""
        return self.file.path


class _File:
    """Where the turns of a talk are kept: opened for each, so that any number of talks can be under way; *size* is how many bytes are known."""

    def __init__(self, path: Path, size: int) -> None:
        self.path, self._size = path, size

    @property
    def stale(self) -> bool:
        """Whether another program has written to it, or it is gone."""
        try:
            return self.path.stat().st_size != self._size
        except OSError:
            return True

    def append(self, turn: Turn) -> None:
        """Keep *turn*. Raises `InUse` where another program writes to it, or has written; `StorageFailed`."""
        with self._opened() as journal:
            journal.append(turn)
            self._size = journal.size

    def close(self, end: End | None = None) -> None:
        """Write the *end*. Raises as `append` does."""
        with self._opened() as journal:
            if end is not None:
                journal.close(end)
                self._size = journal.size

    def _opened(self) -> Journal:
        return Journal.reopen(self.path, size=self._size)[0]


class Talks:
    """The talks that are kept in *store*."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._recorded = Recorded(store)
        self._lock, self._reading = Lock(), RLock()
        self._known: dict[bytes, tuple[Talk, int]] = {}
        self._talks: OrderedDict[int, Talk] = OrderedDict()

    def taken_up(self, stage: Stage, said: Sequence[Said], seed: int | None) -> Talk:
        """The talk that *said* is the history of, busy now, with all of it kept. Raises `StorageFailed`; what was kept is found again then.

        Raises `RequestRefused` for words after the end that the persona made.
        """
        self._recall(stage, said, seed)
        talk, shared = self._claimed(stage, said, seed)
        whole = False
        try:
            for speaker, text in said[shared:]:
                if talk.session.over and speaker is Speaker.TRAINEE:
                    raise RequestRefused(mark("the partner has ended this talk; begin a new one"), code="talk_over", param="messages")
                if speaker is Speaker.TRAINEE:
                    talk.session.reply(text)
                else:
                    talk.session.say(text, meta={"said_by": "client"})
            whole = True
        finally:
            self.known(talk, stage.model, seed, busy=whole)
        return talk

    def known(self, talk: Talk, model: str, seed: int | None, *, busy: bool = False) -> None:
        """Remember all that was said in *talk*, so that it is found by it."""
        said = [(turn.speaker, turn.text) for turn in talk.session.turns]
        with self._lock:
            talk.busy = busy
            talk.digests = list(digests(model, seed, said))
            for length, digest in enumerate(talk.digests, 1):
                self._known.setdefault(digest, (talk, length))
            if talk.digests:
                self._known[talk.digests[-1]] = (talk, len(talk.digests))
            self._talks[id(talk)] = talk
            self._talks.move_to_end(id(talk))
            idle = [each for each in self._talks.values() if not each.busy][: max(0, len(self._talks) - MAX_TALKS)]
        for each in idle:
            self._forget(each)

    def end(self, talk: Talk, reason: EndReason) -> None:
        """Write the end of *talk*, once."""
        if not talk.ended:
            talk.ended = True
            talk.session.end(reason)

    def _forget(self, talk: Talk) -> None:
        """Let go of *talk*: all of it is kept, and it is found again by what was said."""
        with self._reading, self._lock:
            self._talks.pop(id(talk), None)
            for digest in [digest for digest in talk.digests if self._known.get(digest, (None, 0))[0] is talk]:
                del self._known[digest]
            self._recorded.note(talk.path, talk.digests)

    def _recall(self, stage: Stage, said: Sequence[Said], seed: int | None) -> None:
        """Have the talk that *said* goes on from at hand, if only its transcript knows it."""
        beginnings = list(digests(stage.model, seed, said))
        heard = max((number for number, (speaker, _) in enumerate(said, 1) if speaker is Speaker.PERSONA), default=0)
        with self._reading:
            with self._lock:
                at_hand = next((self._known[each][0] for each in reversed(beginnings[max(0, heard - 1) :]) if each in self._known), None)
            path = at_hand.path if at_hand is not None else self._recorded.find(beginnings) if heard else None
            at_hand = at_hand or next((talk for talk in list(self._talks.values()) if talk.path == path), None)
            if path is None or (at_hand is not None and (at_hand.busy or not at_hand.file.stale)):
                return
            if at_hand is not None:  # another program went on with it
                self._forget(at_hand)
            size, found = self._recorded.load(path)
            if found is not None:
                file = _File(path, size)
                session = self._session(stage, found.header, file)
                session.resume(found.turns)
                elsewhere = stage.header(found.header.id, seed)
                other = (found.header.model, found.header.persona_hash) != (elsewhere.model, elsewhere.persona_hash)
                ended = found.end is not None
                talk = Talk(session, file, ended=ended, sealed=other or (ended and not session.over))
                self.known(talk, stage.model, seed)

    def _claimed(self, stage: Stage, said: Sequence[Said], seed: int | None) -> tuple[Talk, int]:
        """The talk that *said* goes on from, or a new one, busy; and how much of *said* is in it."""
        beginnings = list(enumerate(digests(stage.model, seed, said), 1))
        with self._lock:
            talk, shared = next((self._known[digest] for _, digest in reversed(beginnings) if digest in self._known), (None, 0))
            if talk is not None and not (talk.busy or talk.sealed) and len(talk.session.turns) == shared:
                talk.busy = True
                return talk, shared
        spoken = any(speaker is Speaker.PERSONA for speaker, _ in said[:shared])  # others may begin with the same greeting
        if talk is None or not spoken:
            return self._begun(stage, stage.header(new_id(), seed), ()), 0
        old = talk.session.header
        header = replace(stage.header(new_id(), seed), parent=old.id, branch_turn=shared)
        header = header if shared == len(said) else replace(header, seed=old.seed)  # what is asked for again may come out otherwise
        return self._begun(stage, header, tuple(talk.session.turns[:shared])), shared

    def _begun(self, stage: Stage, header: Header, turns: tuple[Turn, ...]) -> Talk:
        """A new talk that begins with *turns*."""
        path = self._store.ready() / f"{header.id}.jsonl"
        with Journal.create(path, header) as journal:
            for turn in turns:
                journal.append(turn)
            file = _File(path, journal.size)
        session = self._session(stage, header, file)
        session.resume(turns)
        return Talk(session, file, busy=True)

    def _session(self, stage: Stage, header: Header, file: _File) -> Session:
        return Session.start(persona=stage.persona, header=header, actor=stage.cast(header), coder=stage.coder, keeper=file)
