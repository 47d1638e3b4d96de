"""The persona spoken by a chat model. What it feels, whether it yields and when the talk ends is decided by the mood, not by the model.

The first line is a written one: it is there at once, in character, and nothing leaves the machine before the trainee has said something.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence

from roleplay.actors.direction import LANGUAGE_NAMES, NOTHING_SAID, SCENE, manner, mood_in_words, reminder
from roleplay.actors.gate.break_out import attempted
from roleplay.actors.gate.moment import Moment
from roleplay.actors.offline import OfflineActor, called
from roleplay.actors.release import Released
from roleplay.dialogue import Speaker, Trainee, Turn
from roleplay.language.pack import Pack
from roleplay.models.reply import ChatModel, Message
from roleplay.mood import band
from roleplay.persona import Band, Fact, Persona, Voice
from roleplay.session import Cue
from roleplay.variants import needs, render

__all__ = ["ChatActor"]

_WINDOW = 6  # turns of the trainee in which attempts to break out are counted


class ChatActor:
    """*model* speaks for *persona* in one scenario and language; *prompt* makes the system prompt, *about* is what the trainee told.

    *pack* gives the word data of the language with the user's own, when a reply is judged; without it those that ship are taken.
    """

    def __init__(
        self,
        persona: Persona,
        *,
        scenario: str,
        language: str,
        trainee: Trainee,
        seed: int,
        model: ChatModel,
        prompt: Callable[[Mapping[str, object]], str],
        about: str = "",
        pack: Callable[[], Pack] | None = None,
    ) -> None:
        self.persona = persona
        self.voice: Voice = persona.voices[language]
        self.scenario, self.scene = scenario, self.voice.scenes[scenario]
        self.language, self.gender, self.trainee, self.seed = language, persona.genders[language], trainee, seed
        self.model, self.prompt, self.about, self._pack = model, prompt, about, pack

    def speak(self, cue: Cue) -> str | Released:
        """The first line at once, every other one as it comes from the model and through the gate."""
        if not cue.said:
            return self._opening()
        messages = self.messages(cue)
        tricks = self._tricks(cue)
        meta = {"break_out": tricks} if tricks else {}
        return Released(self.model, messages, self.moment(cue, messages), lambda: self._written(cue), meta=meta)

    def recall(self, turn: Turn, cue: Cue) -> None:
        """Nothing has to be remembered: a cue holds all that was said."""

    def messages(self, cue: Cue) -> list[Message]:
        """What the model is sent: who it is, what was said, and last what to bear in mind. Each side speaks in turn, as servers want it."""
        made = [Message("system", self.system(cue)), Message("user", SCENE)]
        for turn in cue.said:
            said = _told(turn)
            if made[-1].role == said.role:
                said = Message(said.role, f"{made.pop().text}\n{said.text}")
            made.append(said)
        name, how = self._worded(self.voice.name), manner(self.gender, self.trainee.gender, self.persona.addresses[self.language])
        last = reminder(name, self.language, cue.standing, cue.reaction, manner=how, tricked=bool(self._tricks(cue)))
        if made[-1].role == "user":
            made[-1] = Message("user", f"{made[-1].text}\n\n{last}")
        else:
            made.append(Message("user", f"{NOTHING_SAID}\n\n{last}"))
        return made

    def system(self, cue: Cue) -> str:
        """The persona's prompt for the moment of *cue*. What is hidden is not in it before it may be told."""
        return self.prompt(
            {
                "name": self._worded(self.voice.name),
                "language_name": LANGUAGE_NAMES[self.language],
                "who": self._worded(self.voice.who),
                "triggers": self._worded(self.voice.triggers),
                "softens": self._worded(self.voice.softens),
                "hidden_need": self._worded(self.voice.hidden_need) if cue.standing.yielded else "",
                "situation": self._worded(self.scene.situation),
                "about": self.about,
                "facts": [self._fact(fact) for fact in self.scene.facts if self._may_tell(fact, cue)],
                "mood": mood_in_words(cue.standing),
                "yielded": cue.standing.yielded,
            }
        )

    def moment(self, cue: Cue, messages: Sequence[Message]) -> Moment:
        """What the gate judges the answer to *cue* by, asked for with *messages*."""
        need = self._worded(self.voice.hidden_need)
        told = [line for fact in self.scene.facts if self._may_tell(fact, cue) for line in fact.says]
        kept = [line for fact in self.scene.facts if not self._may_tell(fact, cue) for line in fact.says]
        return Moment(
            language=self.language,
            standing=cue.standing,
            reaction=cue.reaction,
            name=self._worded(self.voice.name),
            speaks=self.gender,
            listens=self.trainee.gender,
            address=self.persona.addresses[self.language],
            told=(messages[0].text, messages[-1].text.rpartition("\n\n")[2]),
            free=(*map(self._worded, told), *([need] if cue.standing.yielded else []), self.about),
            hidden=(*map(self._worded, kept), *([] if cue.standing.yielded else [need])),
            said=cue.said,
            pack=None if self._pack is None else self._pack(),
        )

    def _may_tell(self, fact: Fact, cue: Cue) -> bool:
        return not fact.hidden or band(cue.standing) is Band.SOFT

    def _tricks(self, cue: Cue) -> int:
        """How many of the trainee's last turns try to break out of the scene; 0 if the very last does not."""
        replies = [turn.text for turn in cue.said if turn.speaker is Speaker.TRAINEE][-_WINDOW:]
        tried = [attempted(reply, self.language) for reply in replies]
        return sum(tried) if tried and tried[-1] else 0

    def _written(self, cue: Cue) -> str:
        """A written line for the mood, where the model has none that can be shown."""
        offline = OfflineActor(self.persona, scenario=self.scenario, language=self.language, trainee=self.trainee, seed=self.seed)
        offline.avoid(cue.said)
        return offline.speak(cue)

    def _opening(self) -> str:
        usable = [line for line in self.scene.openings if "you" not in needs(line) or self._called()]
        if self.trainee.gender is None:
            usable = [line for line in usable if "listener" not in needs(line)] or usable
        return self._worded(random.Random(self.seed).choice(usable or list(self.scene.openings)))

    def _fact(self, fact: Fact) -> str:
        plain: Sequence[str] = [line for line in fact.says if not needs(line) & {"quote", "you"}] or fact.says
        return self._worded(plain[0])

    def _worded(self, text: str) -> str:
        return render(text, listener=self.trainee.gender, speaker=self.gender, you=self._called())

    def _called(self) -> str:
        return called(self.trainee, self.voice)


def _told(turn: Turn) -> Message:
    text = turn.text.strip()
    if turn.speaker is Speaker.PERSONA:
        return Message("assistant", text or "…")
    return Message("user", text or NOTHING_SAID)
