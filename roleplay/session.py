"""A practice talk, step by step: what is said is saved first, then coded, then felt, then answered.

The session knows nothing of terminals or files: an actor speaks, a coder codes, a journal keeps, all handed in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from roleplay.codes import Code, Coding
from roleplay.dialogue import End, EndReason, Exchange, Header, Speaker, Status, Transcript, Turn, exchanges
from roleplay.mood import Act, Standing, appraise, begin, reaction
from roleplay.persona import Persona, Reaction

__all__ = ["Actor", "Coder", "Cue", "Keeper", "Session", "Speech", "Step", "Unkept"]

RECENT = 40  # turns that an exchange is made of, so that a reply costs the same however long the talk is
REFLEX = 0.6  # seconds; an answer this fast to a heavy turn is a reflex (Stivers et al., PNAS 2009: about 0.2 s in any language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """What an actor is asked to answer: the *reaction* (None to carry the topic on), the *standing* and the *exchange* if there was one.

    *turn* numbers the persona's turns from 0; *said* is all that was said so far.
    """

    reaction: Reaction | None
    standing: Standing
    exchange: Exchange | None
    turn: int
    said: tuple[Turn, ...] = ()


class Speech(Protocol):
    """Words that are still on their way. Iterate for them; after that *status* tells how whole they are, *meta* what there is to know.

    Iterating raises `RoleplayError` if nothing was said at all.
    """

    status: Status
    meta: Mapping[str, object]

    def __iter__(self) -> Iterator[str]: ...

    def close(self) -> None:
        """Stop them, from any thread."""
        ...


class Actor(Protocol):
    """Who speaks for the persona."""

    def speak(self, cue: Cue) -> str | Speech:
        """The persona's next words, or words on their way. Raises nothing."""
        ...

    def recall(self, turn: Turn, cue: Cue) -> None:
        """Take note that *turn* was said to *cue* before this session, when a talk is continued. Of what came before, *cue* holds nothing."""
        ...


class Coder(Protocol):
    """Who marks the codes."""

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    @property
    def version(self) -> str:
        """Its version, with that of its word data."""
        ...

    def code(self, exchange: Exchange) -> Coding:
        """The codes of *exchange*."""
        ...

    def material(self, exchange: Exchange, coding: Coding) -> dict[str, str]:
        """What a better wording of the reply can be made from."""
        ...


class Keeper(Protocol):
    """Where turns are kept; `roleplay.journal.Journal` is one."""

    def append(self, turn: Turn) -> None:
        """Keep *turn*, for good, before returning."""
        ...

    def close(self, end: End | None = None) -> None:
        """Write the *end* and let go."""
        ...


class Unkept:
    """A keeper that keeps nothing."""

    def append(self, turn: Turn) -> None:
        """Let *turn* go."""

    def close(self, end: End | None = None) -> None:
        """Do nothing: nothing is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What came of one reply: its *exchange* and *coding*, the *act* it was, the standing *before* and *after*."""

    exchange: Exchange
    coding: Coding
    act: Act
    before: Standing
    after: Standing


@dataclass(slots=True)
class Session:
    """A talk under way. Call `open`, then `reply` and `answer` in turn until `over`, then `end`."""

    persona: Persona
    header: Header
    actor: Actor
    coder: Coder
    keeper: Keeper
    standing: Standing
    turns: list[Turn] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    wordings: set[str] = field(default_factory=set)
    """How the trainee's replies so far were worded, by which a repeated one is known."""

    @classmethod
    def start(cls, *, persona: Persona, header: Header, actor: Actor, coder: Coder, keeper: Keeper) -> Session:
        """A new talk under the conditions of *header*."""
        standing = begin(persona.scenarios[header.scenario or ""], header.difficulty or "normal")
        return cls(persona, header, actor, coder, keeper, standing)

    @property
    def over(self) -> str | None:
        """How the persona ended the talk (``well``, ``badly``), None while it goes on."""
        return self.standing.ending

    @property
    def transcript(self) -> Transcript:
        """What was said so far."""
        return Transcript(header=self.header, turns=tuple(self.turns))

    def resume(self, turns: tuple[Turn, ...]) -> None:
        """Take over *turns* that are kept already, going through every reply again so that the mood is where it was."""
        self.turns = []
        spoken = 0
        for turn in turns:
            if turn.speaker is Speaker.PERSONA:
                cue = self._cue(spoken, ())
                lean = None if cue.exchange is None else replace(cue.exchange, before=())
                self.actor.recall(turn, replace(cue, exchange=lean))
                spoken += 1
            self.turns.append(turn)
            if turn.speaker is Speaker.TRAINEE:
                self._felt()

    @property
    def next_index(self) -> int:
        """The number of the turn to come; a damaged talk may have gaps, but no number twice."""
        return self.turns[-1].index + 1 if self.turns else 0

    def say(
        self,
        text: str,
        *,
        start: float | None = None,
        end: float | None = None,
        status: Status = Status.COMPLETE,
        meta: Mapping[str, object] | None = None,
    ) -> Turn:
        """Keep words of the persona that were spoken."""
        turn = Turn(
            index=self.next_index,
            speaker=Speaker.PERSONA,
            text=text,
            start=start,
            end=end,
            status=status,
            mood=self.standing.mood,
            meta=meta or {},
        )
        self.keeper.append(turn)
        self.turns.append(turn)
        return turn

    def line(self) -> str | Speech:
        """The persona's next words; not yet kept, because they are still to be spoken."""
        return self.actor.speak(self._cue(sum(1 for turn in self.turns if turn.speaker is Speaker.PERSONA), tuple(self.turns)))

    def reply(self, text: str, *, start: float | None = None, end: float | None = None, meta: Mapping[str, object] | None = None) -> Step:
        """Keep the trainee's words, code them, and let the persona feel them. Raises what the keeper raises, with nothing changed."""
        turn = Turn(index=self.next_index, speaker=Speaker.TRAINEE, text=text, start=start, end=end, meta=meta or {})
        self.keeper.append(turn)
        self.turns.append(turn)
        return self._felt()

    def end(self, reason: EndReason) -> None:
        """End the talk and let go of the keeper."""
        self.keeper.close(End(reason=reason, outcome=self.over if reason is EndReason.PERSONA else None))

    def _cue(self, turn: int, said: tuple[Turn, ...]) -> Cue:
        """What the persona's *turn* answers, after what was *said*."""
        step = self.steps[-1] if self.steps and self.turns[-1].speaker is Speaker.TRAINEE else None
        if step is None:
            return Cue(reaction=None, standing=self.standing, exchange=None, turn=turn, said=said)
        return Cue(reaction=_answer(step), standing=self.standing, exchange=step.exchange, turn=turn, said=said)

    def _felt(self) -> Step:
        exchange = list(exchanges(self.turns[-RECENT:]))[-1]
        coding = self.coder.code(exchange)
        act = self._act(exchange, coding)
        before = self.standing
        if Code.DANGER not in coding:  # practice pauses there; the persona feels nothing of it
            self.standing = appraise(before, act, self.persona, self.header.difficulty or "normal")
        step = Step(exchange=exchange, coding=coding, act=act, before=before, after=self.standing)
        self.steps.append(step)
        return step

    def _act(self, exchange: Exchange, coding: Coding) -> Act:
        heard, reply = exchange.heard, exchange.reply
        wording = " ".join(re.findall(r"\w+", reply.text.casefold()))
        repeated = bool(wording) and wording in self.wordings
        self.wordings.add(wording)
        gap = None if heard is None or heard.end is None or reply.start is None else reply.start - heard.end
        rushed = gap is not None and gap < REFLEX and coding.weight == "heavy" and not reply.silent
        return Act(coding=coding, silent=reply.silent, rushed=rushed, repeated=repeated)


def _answer(step: Step) -> Reaction | None:
    """What the persona answers to: a turn of its own mood first, else the act."""
    if step.after.ending:
        return Reaction.CLOSING_WELL if step.after.ending == "well" else Reaction.CLOSING_BADLY
    if step.after.yielded and not step.before.yielded:
        return Reaction.DISCLOSING
    return None if Code.DANGER in step.coding else reaction(step.act)
