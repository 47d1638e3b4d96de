"""The offline actor: a rule-driven partner with written lines. Not a language model, and it does not pretend to be one.

It answers the act, not the words: the reaction and the state of mind choose the shelf, the seed chooses the line, and no line is said twice.
A question about something the scenario knows is answered with it; one it does not know gets an evasion in character.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence

from roleplay.actors.questions import asked
from roleplay.dialogue import Speaker, Trainee, Turn
from roleplay.mood import band
from roleplay.persona import Band, Fact, Lines, Persona, Reaction, Voice
from roleplay.session import Cue
from roleplay.variants import needs, render

__all__ = ["OfflineActor"]

_ORDER = {
    Band.HOT: (Band.HOT, Band.ANY, Band.GUARDED),
    Band.GUARDED: (Band.GUARDED, Band.ANY, Band.SOFT, Band.HOT),
    Band.SOFT: (Band.SOFT, Band.ANY, Band.GUARDED),
}
_QUESTIONS = (Reaction.ASKED_OPENLY, Reaction.ASKED_CLOSED, Reaction.REFLECTED, Reaction.ACKNOWLEDGED, None)
_CARRY_ON = (Reaction.BLAMED, Reaction.ARGUED_WITH, Reaction.ADVISED, Reaction.THANKED, Reaction.APOLOGISED_TO, Reaction.RUSHED)
_LAST = (Reaction.CLOSING_WELL, Reaction.CLOSING_BADLY, Reaction.DISCLOSING, Reaction.FALLING_SILENT)


class OfflineActor:
    """Speaks the written lines of *persona* in one scenario and language."""

    def __init__(self, persona: Persona, *, scenario: str, language: str, trainee: Trainee, seed: int) -> None:
        self.voice: Voice = persona.voices[language]
        self.scene = self.voice.scenes[scenario]
        self.gender = persona.genders[language]
        self.trainee = trainee
        self.random = random.Random(seed)
        self.said: set[str] = set()
        self.told: dict[str, int] = {}
        self.quiet_until = 3
        self.phrase_from = 1

    def speak(self, cue: Cue) -> str:
        """The next line. Deterministic for the seed and the cues so far."""
        if cue.exchange is None and cue.turn == 0:
            return self._render(self._unsaid(self.scene.openings) or self.scene.openings[0], cue)
        if self._falls_silent(cue):
            return self._pick(Reaction.FALLING_SILENT, cue) or "…"
        line = self._answer(cue) or self._carry_on(cue)
        if line is None:
            line = self._pick(Reaction.EVASION, cue) or self._any(cue)
        return self._with_phrase(line, cue)

    def recall(self, turns: tuple[Turn, ...]) -> None:
        """Do not say again what was said in *turns*."""
        spoken = " ".join(turn.text.casefold() for turn in turns if turn.speaker is Speaker.PERSONA)
        for source in self._everything():
            if self._render(source, None).casefold() in spoken:
                self.said.add(source)

    # choosing

    def _answer(self, cue: Cue) -> str | None:
        reaction = cue.reaction
        if cue.exchange is not None and reaction in _QUESTIONS:
            told = self._fact(cue)
            if told is not None:
                return told
        if reaction is None:
            empty = cue.exchange is not None and not any(c.isalpha() for c in cue.exchange.reply.text)
            return self._pick(Reaction.OFF_TOPIC, cue) if empty else None
        line = self._pick(reaction, cue)
        if line is not None and reaction in _CARRY_ON and len(line) < 90 and self.random.random() < 0.4:
            more = self._topic(cue)
            return f"{line} {more}" if more else line
        return line

    def _fact(self, cue: Cue) -> str | None:
        """What the scenario knows about the question in the reply, None if there is no question or it knows nothing."""
        assert cue.exchange is not None
        found = asked(cue.exchange.reply.text, self.scene.facts)
        if not found:
            return None
        open_now = band(cue.standing) is Band.SOFT
        allowed = [fact for fact in found if open_now or not fact.hidden]
        if not allowed:
            return self._pick(Reaction.EVASION, cue)
        for fact in allowed:
            line = self._unsaid(fact.says, ordered=True)
            if line is not None:
                self.said.add(line)
                return self._render(line, cue)
        return None

    def _carry_on(self, cue: Cue) -> str | None:
        return self._topic(cue)

    def _topic(self, cue: Cue) -> str | None:
        if self.voice.memories:
            memory = self._unsaid(self.voice.memories, ordered=True)
            if memory is not None and cue.turn >= 1:
                self.said.add(memory)
                return self._render(memory, cue)
        return self._from(self.scene.lines, cue)

    def _pick(self, reaction: Reaction, cue: Cue) -> str | None:
        return self._from(self._lines(reaction), cue)

    def _lines(self, reaction: Reaction) -> Lines:
        """What the scenario has for *reaction*, state of mind by state of mind; the general lines where it has none."""
        general = self.voice.reactions.get(reaction, {})
        own = self.scene.reactions.get(reaction, {})
        if Band.ANY in own:
            return own
        return {shelf: own.get(shelf) or general.get(shelf, ()) for shelf in Band}

    def _from(self, lines: Lines, cue: Cue) -> str | None:
        for shelf in _ORDER[band(cue.standing)]:
            line = self._unsaid(lines.get(shelf, ()), cue=cue)
            if line is not None:
                self.said.add(line)
                return self._render(line, cue)
        return None

    def _unsaid(self, lines: Sequence[str], *, ordered: bool = False, cue: Cue | None = None) -> str | None:
        fresh = [line for line in lines if line not in self.said and self._fits(line, cue)]
        if self.trainee.gender is None:
            fresh = [line for line in fresh if "listener" not in needs(line)] or fresh
        if not fresh:
            return None
        return fresh[0] if ordered else self.random.choice(fresh)

    def _fits(self, line: str, cue: Cue | None) -> bool:
        wants = needs(line)
        if "you" in wants and not self._vocatives():
            return False
        return "quote" not in wants or (cue is not None and self._quotable(cue) is not None)

    def _falls_silent(self, cue: Cue) -> bool:
        """Now and then, after what goes deep, there are no words; never twice within six turns."""
        deep = cue.reaction in (Reaction.I_MESSAGE, Reaction.ACKNOWLEDGED, Reaction.SILENCE, Reaction.REFLECTED)
        chance = self.random.random()
        if not deep or cue.turn < self.quiet_until or chance >= 0.22:
            return False
        self.quiet_until = cue.turn + 6
        return True

    def _any(self, cue: Cue) -> str:
        """When every fitting shelf is empty: any line of the topic left, else the silence that ends the talk."""
        left = [line for lines in self.scene.lines.values() for line in lines if line not in self.said and self._fits(line, cue)]
        if left:
            self.said.add(left[0])
            return self._render(left[0], cue)
        return self._pick(Reaction.FALLING_SILENT, cue) or "…"

    # wording

    def _vocatives(self) -> tuple[str, ...]:
        if self.trainee.name:
            return (self.trainee.name,)
        return tuple(self.voice.vocatives.get(self.trainee.gender or "", ()))

    def _quotable(self, cue: Cue) -> str | None:
        """The trainee's words if they are short and plain enough to be quoted back."""
        if cue.exchange is None:
            return None
        words = cue.exchange.reply.text.strip().rstrip(".!…")
        plain = re.fullmatch(r"[\w ,'’-]{3,48}", words)
        return words if plain and len(words.split()) <= 7 else None

    def _render(self, line: str, cue: Cue | None) -> str:
        names = self._vocatives()
        quote = (self._quotable(cue) or "") if cue is not None else ""
        return render(line, listener=self.trainee.gender, speaker=self.gender, you=names[0] if names else "", quote=quote)

    def _with_phrase(self, line: str, cue: Cue) -> str:
        """Open a line with a pet phrase of the person's own now and then."""
        fresh = [phrase for phrase in self.voice.phrases if phrase not in self.said]
        if not fresh or cue.turn < self.phrase_from or cue.reaction in _LAST or line.startswith("("):
            return line
        self.phrase_from = cue.turn + 3
        self.said.add(fresh[0])
        phrase = fresh[0].rstrip(" .") + ("" if fresh[0][-1:] in "!?…" else ".")
        return f"{phrase} {line}"

    def _everything(self) -> Iterable[str]:
        for lines in (*self.voice.reactions.values(), *self.scene.reactions.values(), self.scene.lines):
            for shelf in lines.values():
                yield from shelf
        yield from self.scene.openings
        yield from self.voice.memories
        yield from self.voice.phrases
        for fact in self.scene.facts:
            yield from fact.says


def facts_of(facts: Iterable[Fact]) -> list[str]:
    """The ids of *facts*, for showing."""
    return [fact.id for fact in facts]
