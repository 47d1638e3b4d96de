"""One talk on a terminal as it stands: its session, its clock, and what its replies were scored."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from threading import Event, Thread

from roleplay.assessment import assess_exchange
from roleplay.cli.beginning import LateCoder, Ready, again
from roleplay.cli.clock import Clock
from roleplay.cli.context import Context
from roleplay.dialogue import EndReason, Speaker, Turn
from roleplay.errors import StorageFailed
from roleplay.inert import inert
from roleplay.scorecard import Scorecard, summarise
from roleplay.scoring import Score, Skill
from roleplay.session import Session, Step
from roleplay.variants import render

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
        self._scores: dict[int, tuple[Score, ...]] = {}
        self._incomplete = False
        self._can_ask = Event()
        self._loading = Thread(target=self._load)
        self._fault: BaseException | None = None

    @property
    def session(self) -> Session:
        """The session under way; another one after `rewind`."""
        return self.ready.session

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

    def score(self, step: Step) -> tuple[Score, ...]:
        """What *step*'s reply is worth."""
        self.loaded()
        index = step.exchange.reply.index
        if index not in self._scores:
            material = self.session.coder.material(step.exchange, step.coding)
            self._scores[index] = assess_exchange(step.exchange, step.coding, self.skills, material)
        return self._scores[index]

    def summed(self) -> Scorecard:
        """The scorecard so far, with the replies that were made before the talk was taken up again."""
        self.loaded()
        return summarise((score for step in self.session.steps for score in self.score(step)), [skill.id for skill in self.skills])

    def rewind(self, *, compare: bool) -> bool:
        """Go back before the last reply; False if there is none. With *compare*, that reply stays as `before`. Raises `StorageFailed`."""
        last = next((turn for turn in reversed(self.session.turns) if turn.speaker is Speaker.TRAINEE), None)
        if last is None:
            return False
        fresh = again(self.ready, last.index)
        left, self.ready = self.ready, fresh
        with suppress(StorageFailed):  # the talk is safe in the new file, and this one lacks no more than its last line
            left.session.end(EndReason.BRANCHED)
        self.before = (last.text, self._scores.get(last.index, ())) if compare else None
        self._scores = {index: scores for index, scores in self._scores.items() if index < last.index}
        self.clock.set(_end_of(self.session.turns))
        return True

    def worded(self, text: str) -> str:
        """A text of the persona with the variants for who speaks and who listens."""
        gender = self.ready.session.header.trainee.gender
        return render(text, listener=gender, speaker=self.ready.persona.genders[self.language])

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
            self._incomplete = len(usable) < len(self.room.shelf("scorers").found)
        except BaseException as fault:  # whatever it is belongs to whoever waits for it
            self._fault = fault


def _end_of(turns: list[Turn]) -> float:
    """When the last of *turns* that has a time ended."""
    return next((turn.end for turn in reversed(turns) if turn.end is not None), 0.0)
