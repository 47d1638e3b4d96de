"""One talk on a terminal as it stands: its session, its clock, and what its replies were scored."""

from __future__ import annotations

import time
from contextlib import suppress
from importlib import import_module
from threading import Event, Thread
from typing import TYPE_CHECKING

from roleplay.assessment import Assessed, assess_exchange
from roleplay.cli.beginning import Ready, again
from roleplay.cli.beside import PATIENCE, Beside, Better
from roleplay.cli.clock import Clock
from roleplay.cli.coding import Models
from roleplay.cli.context import Context
from roleplay.cli.latecoder import LateCoder
from roleplay.codes import Code
from roleplay.dialogue import EndReason, Speaker, Turn
from roleplay.errors import StorageFailed
from roleplay.inert import inert
from roleplay.scorecard import CodingTally, Scorecard, summarise
from roleplay.scoring import Score, Skill
from roleplay.session import Coder, Session, Step
from roleplay.variants import render

if TYPE_CHECKING:
    from roleplay.coders.redacted import ByModel  # imported when there is one

__all__ = ["Attempt", "Talk"]

Attempt = tuple[str, tuple[Score, ...]]


class Talk:
    """What is being talked: `load` early; `rewind` goes back before the last reply, in a transcript of its own."""

    def __init__(self, room: Context, ready: Ready, clock: Clock | None = None) -> None:
        self.room, self.ready = room, ready
        self.language = ready.session.header.language or "en"
        self.voice = ready.persona.voices[self.language]
        self.name = inert(self.worded(self.voice.name))
        self.clock = clock or Clock()
        self.clock.set(_end_of(self.session.turns))
        self.skills: list[Skill] = []
        self.before: Attempt | None = None
        self.beside: Beside | None = None
        self._known: dict[int, Assessed] = {}
        self._incomplete = False
        self._can_ask = Event()
        self._loading = Thread(target=self._load)
        self._fault: BaseException | None = None

    @property
    def session(self) -> Session:
        """The session under way; another one after `rewind`."""
        return self.ready.session

    @property
    def coder(self) -> Coder:
        """Who marks the codes that the talk is scored by."""
        return self.session.coder if self.beside is None else self.beside.coder

    def load(self) -> None:
        """Begin to make ready what the first reply needs, if that has not begun: while the partner speaks, and not before the first word."""
        if self._loading.ident is None:
            self._loading.start()

    def can_ask(self) -> None:
        """Wait until there is what reads a reply: two threads should not import it at once."""
        self.load()
        self._can_ask.wait()

    def loaded(self) -> None:
        """Wait until it is ready. Raises what making it ready raised."""
        self.load()
        self._loading.join()
        if self._fault is not None:
            raise self._fault
        if self._incomplete:
            self._incomplete = False
            self.room.skills(self.language)  # says which scorers are left out, and why

    def code(self, step: Step) -> None:
        """Have *step*'s reply coded beside the talk, if a model codes it."""
        self.loaded()
        if self.beside is not None and Code.DANGER not in step.coding:
            self.beside.begin(step)

    def there(self, step: Step) -> bool:
        """Whether it is known what *step*'s reply is worth."""
        return self.beside is None or step.exchange.reply.index in self._known or self.beside.there(step)

    def score(self, step: Step, *, seconds: float = PATIENCE) -> tuple[Score, ...]:
        """What *step*'s reply is worth; a model is waited for so many *seconds*."""
        return self._taken(step, seconds)[2]

    def summed(self, *, seconds: float = PATIENCE) -> Scorecard:
        """The scorecard so far, with the replies that were made before the talk was taken up again; in *seconds* at the most."""
        self.loaded()
        if self.beside is not None:
            for step in self.session.steps:
                self.code(step)
        end = time.monotonic() + seconds
        tally, scores = CodingTally(), list[Score]()
        for step in self.session.steps:
            exchange, coding, found = self._taken(step, max(0.0, end - time.monotonic()))
            tally.add(exchange.reply.index, coding, found)
            scores += found
        return summarise(scores, [skill.id for skill in self.skills], tally)

    def _taken(self, step: Step, seconds: float) -> Assessed:
        self.loaded()
        index = step.exchange.reply.index
        if index in self._known:
            return self._known[index]
        if self.beside is not None and Code.DANGER not in step.coding:
            taken = self.beside.take(step, seconds)
            if not self.beside.there(step):  # it may still come
                return taken
        else:
            material = self.session.coder.material(step.exchange, step.coding)
            taken = step.exchange, step.coding, assess_exchange(step.exchange, step.coding, self.skills, material)
        self._known[index] = taken
        return taken

    def close(self) -> None:
        """Let go of what is still being coded."""
        if self.beside is not None:
            self.beside.close()

    def rewind(self, *, compare: bool) -> bool:
        """Go back before the last reply; False if there is none. With *compare*, that reply stays as `before`. Raises `StorageFailed`."""
        last = next((turn for turn in reversed(self.session.turns) if turn.speaker is Speaker.TRAINEE), None)
        if last is None:
            return False
        fresh = again(self.ready, last.index)
        left, self.ready = self.ready, fresh
        with suppress(StorageFailed):  # the talk is safe in the new file, and this one lacks no more than its last line
            left.session.end(EndReason.BRANCHED)
        known = self._known.get(last.index)
        self.before = (last.text, known[2] if known is not None else ()) if compare else None
        self._known = {index: taken for index, taken in self._known.items() if index < last.index}
        if self.beside is not None:
            self.beside.forget(last.index)
        self.clock.set(_end_of(self.session.turns))
        return True

    def worded(self, text: str) -> str:
        """A text of the persona with the variants for who speaks and who listens."""
        gender = self.ready.session.header.trainee.gender
        return render(text, listener=gender, speaker=self.ready.persona.genders[self.language])

    def _rewriter(self, coder: ByModel) -> Better | None:
        """What finds better wordings; nobody needs them where there is no feedback after a reply."""
        if self.ready.choices.feedback != "turn":
            return None
        from roleplay.rewrite import Rewriter

        return Rewriter(coder, self.skills, self.session.header.trainee).better

    def _load(self) -> None:
        try:
            try:
                import_module("prompt_toolkit")  # the first reply will ask with it
            finally:
                self._can_ask.set()
            coder = self.session.coder
            if isinstance(coder, LateCoder):
                coder.ready().code_text("…", self.voice.name)
            usable = self.room.skills(loud=False)
            self.skills = [skill for skill in usable if self.language in skill.languages]
            if (self.session.header.model or "offline").partition(":")[0] not in ("offline", "langchain"):
                import_module("openai")  # takes as long as a short reply; better now than when the partner is to answer
            marking = self.ready.coders
            if isinstance(marking, Models):
                self.beside = Beside(marking(self.language), self.skills, self._rewriter(marking(self.language)))
            self._incomplete = len(usable) < len(self.room.shelf("scorers").found)
        except BaseException as fault:  # whatever it is belongs to whoever waits for it
            self._fault = fault


def _end_of(turns: list[Turn]) -> float:
    """When the last of *turns* that has a time ended."""
    return next((turn.end for turn in reversed(turns) if turn.end is not None), 0.0)
