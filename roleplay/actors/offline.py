"""The offline actor: a rule-driven partner with written lines. Not a language model, and it does not pretend to be one.

It answers the act, not the words: the reaction and the state of mind choose the shelf, the seed chooses the line, and no line is said
twice. A question about something the scenario knows is answered with it; one it does not know gets an evasion in character.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from roleplay.actors.questions import asked, wished
from roleplay.dialogue import Speaker, Trainee, Turn
from roleplay.mood import band
from roleplay.persona import Band, Lines, Persona, Reaction, Voice
from roleplay.session import Cue
from roleplay.variants import needs, render

__all__ = ["OfflineActor", "called"]

# A guarded persona would sooner snap than soften: what is warm is said only by one who has yielded.
_NEIGHBOUR = {Band.HOT: Band.GUARDED, Band.GUARDED: Band.HOT, Band.SOFT: Band.GUARDED}
_ASKED = (Reaction.ASKED_OPENLY, Reaction.ASKED_CLOSED)
_WISHING = (Reaction.I_MESSAGE, Reaction.CARED_FOR)
_MAY_ASK = (*_ASKED, *_WISHING, Reaction.REFLECTED, Reaction.ACKNOWLEDGED, None)
_CARRY_ON = (Reaction.BLAMED, Reaction.ARGUED_WITH, Reaction.ADVISED, Reaction.THANKED, Reaction.APOLOGISED_TO, Reaction.RUSHED)
_DEEP = (Reaction.I_MESSAGE, Reaction.ACKNOWLEDGED, Reaction.SILENCE, Reaction.REFLECTED)
_TURNING = (Reaction.CLOSING_WELL, Reaction.CLOSING_BADLY, Reaction.DISCLOSING)


class OfflineActor:
    """Speaks the written lines of *persona* in one scenario and language."""

    def __init__(self, persona: Persona, *, scenario: str, language: str, trainee: Trainee, seed: int) -> None:
        self.voice: Voice = persona.voices[language]
        self.scene = self.voice.scenes[scenario]
        self.gender = persona.genders[language]
        self.trainee = trainee
        self.random = random.Random(seed)
        self.said: set[str] = set()
        self.quiet_until = 3
        self.phrase_from = 1

    def speak(self, cue: Cue) -> str:
        """The next line. Deterministic for the seed and the cues so far."""
        if cue.exchange is None and cue.turn == 0:
            return self._from((self.scene.openings,), cue) or self._say(self.scene.openings[0], cue)
        silence = self._pick(Reaction.FALLING_SILENT, cue) if self._falls_silent(cue) else None
        return silence or self._with_phrase(self._answer(cue) or self._instead(cue), cue)

    def recall(self, turn: Turn, cue: Cue) -> None:
        """Say *turn* once more to oneself, so that what comes next is what would have come next anyway; words of another are not said again."""
        said = set(self.said)
        if not self.speak(cue).startswith(turn.text.strip()):
            self.said = said
            self.avoid((turn,))

    def avoid(self, turns: tuple[Turn, ...]) -> None:
        """Do not say again what was said in *turns*."""
        spoken = [turn.text.casefold() for turn in turns if turn.speaker is Speaker.PERSONA]
        self.said |= {line for line, pieces in self._pieces for text in spoken if all(piece in text for piece in pieces)}

    # choosing

    def _answer(self, cue: Cue) -> str | None:
        """What there is to say to the reaction itself."""
        told = self._fact(cue)
        if told is not None:
            return told
        if cue.reaction is None:
            wordless = cue.exchange is not None and not any(c.isalpha() for c in cue.exchange.reply.text)
            return self._pick(Reaction.OFF_TOPIC, cue) if wordless else None
        line = self._pick(cue.reaction, cue)
        if line is not None and cue.reaction in _CARRY_ON and len(line) < 90 and self.random.random() < 0.4:
            more = self._topic(cue)
            return f"{line} {more}" if more else line
        return line

    def _instead(self, cue: Cue) -> str:
        """What is said where the shelf of the reaction is empty: the topic goes on, then whatever is left that fits best."""
        own = self._lines(cue.reaction) if cue.reaction else {}
        evasion = Reaction.EVASION
        return (
            (self._pick(evasion, cue) if cue.reaction in _ASKED else None)
            or self._topic(cue)
            or self._further(own, cue)
            or self._further(self.scene.lines, cue)
            or self._pick(evasion, cue)
            or self._from(self.scene.lines.values(), cue)
            or self._from((shelf for r in Reaction if r not in _TURNING for shelf in self._lines(r).values()), cue)
            or "…"
        )

    def _fact(self, cue: Cue) -> str | None:
        """What the scenario knows about the question or the wish in the reply, None if there is neither or it knows nothing."""
        if cue.exchange is None or cue.reaction not in _MAY_ASK:
            return None
        reply = cue.exchange.reply.text
        if cue.reaction in _ASKED or "?" in reply:
            found = asked(reply, self.scene.facts)
        elif cue.reaction in _WISHING:
            found = [fact for fact in wished(reply, self.scene.facts) if self.said.isdisjoint(fact.says)]  # a wish is answered once
        else:
            return None
        if found and found[0].hidden and band(cue.standing) is not Band.SOFT:
            return self._pick(Reaction.EVASION, cue)
        for fact in found:
            if not fact.hidden or band(cue.standing) is Band.SOFT:
                line = next((line for line in fact.says if self._fresh(line, cue)), None)
                if line is not None:
                    return self._say(line, cue)
        return None

    def _topic(self, cue: Cue) -> str | None:
        for memory in self.voice.memories if cue.turn else ():
            if self._fresh(memory, cue):
                return self._say(memory, cue)
        return self._near(self.scene.lines, cue)

    def _pick(self, reaction: Reaction, cue: Cue) -> str | None:
        return self._near(self._lines(reaction), cue)

    def _lines(self, reaction: Reaction) -> Lines:
        """What the scenario has for *reaction*; the general lines where it has nothing of its own."""
        return self.scene.reactions.get(reaction) or self.voice.reactions.get(reaction, {})

    def _near(self, lines: Lines, cue: Cue) -> str | None:
        """A line for the present state of mind."""
        return self._from((lines.get(band(cue.standing), ()), lines.get(Band.ANY, ())), cue)

    def _further(self, lines: Lines, cue: Cue) -> str | None:
        """A line for the state of mind next to the present one."""
        return self._from((lines.get(_NEIGHBOUR[band(cue.standing)], ()),), cue)

    def _from(self, shelves: Iterable[Sequence[str]], cue: Cue) -> str | None:
        """A line of the first shelf that has one left; for a listener of unknown gender one that does not show it, if there is any."""
        left = [fresh for shelf in shelves if (fresh := [line for line in shelf if self._fresh(line, cue)])]
        if self.trainee.gender is None:
            left = [neutral for shelf in left if (neutral := [line for line in shelf if "listener" not in needs(line)])] or left
        return self._say(self.random.choice(left[0]), cue) if left else None

    def _fresh(self, line: str, cue: Cue) -> bool:
        """Whether *line* has not been said and its slots can be filled."""
        wants = needs(line)
        return line not in self.said and not ("you" in wants and not self._called()) and not ("quote" in wants and not _quotable(cue))

    def _falls_silent(self, cue: Cue) -> bool:
        """Now and then, after what goes deep, there are no words; never twice within six turns."""
        chance = self.random.random()
        if cue.reaction not in _DEEP or cue.turn < self.quiet_until or chance >= 0.22:
            return False
        self.quiet_until = cue.turn + 6
        return True

    # wording

    def _say(self, line: str, cue: Cue) -> str:
        self.said.add(line)
        return self._render(line, quote=_quotable(cue))

    def _render(self, line: str, *, quote: str) -> str:
        return render(line, listener=self.trainee.gender, speaker=self.gender, you=self._called(), quote=quote)

    def _called(self) -> str:
        return called(self.trainee, self.voice)

    def _with_phrase(self, line: str, cue: Cue) -> str:
        """Open a line with a pet phrase of the person's own now and then."""
        fresh = [phrase for phrase in self.voice.phrases if self._fresh(phrase, cue)]
        if not fresh or cue.turn < self.phrase_from or cue.reaction in _TURNING or line.startswith(("(", "…")):
            return line
        self.phrase_from = cue.turn + 3
        phrase = self._say(fresh[0], cue).rstrip(" .")
        return f"{phrase}{'' if phrase.endswith(('!', '?', '…')) else '.'} {line}"

    @cached_property
    def _pieces(self) -> list[tuple[str, list[str]]]:
        """All lines, each with what of it is the same whatever it quotes."""
        return [(line, self._render(line, quote="\0").casefold().split("\0")) for line in self._everything()]

    def _everything(self) -> Iterable[str]:
        for lines in (*self.voice.reactions.values(), *self.scene.reactions.values(), self.scene.lines):
            for shelf in lines.values():
                yield from shelf
        yield from self.scene.openings
        yield from self.voice.memories
        yield from self.voice.phrases
        for fact in self.scene.facts:
            yield from fact.says


def called(trainee: Trainee, voice: Voice) -> str:
    """How a persona with this *voice* calls the *trainee*, empty if it has no word for it."""
    names = (trainee.name,) if trainee.name else voice.vocatives.get(trainee.gender or "", ())
    return names[0] if names else ""


def _quotable(cue: Cue) -> str:
    """The trainee's words if they are short and plain enough to be quoted back, else nothing."""
    if cue.exchange is None:
        return ""
    words = cue.exchange.reply.text.strip().rstrip(".!…")
    return words if re.fullmatch(r"[\w ,'’-]{3,48}", words) and len(words.split()) <= 7 else ""
