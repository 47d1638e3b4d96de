"""The persona spoken by a chat model. What it feels, whether it yields and when the talk ends is decided by the mood, not by the model.

The first line is a written one: it is there at once, in character, and nothing leaves the machine before the trainee has said something.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence

from roleplay.actors.direction import LANGUAGE_NAMES, NOTHING_SAID, SCENE, mood_in_words, reminder
from roleplay.dialogue import Speaker, Status, Trainee, Turn
from roleplay.models.reply import ChatModel, Ending, Message, Reply
from roleplay.mood import band
from roleplay.persona import Band, Fact, Persona, Scene, Voice
from roleplay.session import Cue
from roleplay.variants import needs, render

__all__ = ["ChatActor"]


class ChatActor:
    """*model* speaks for *persona* in one scenario and language; *prompt* makes the system prompt, *about* is what the trainee told."""

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
    ) -> None:
        self.voice: Voice = persona.voices[language]
        self.scene: Scene = self.voice.scenes[scenario]
        self.language, self.gender, self.trainee, self.seed = language, persona.genders[language], trainee, seed
        self.model, self.prompt, self.about = model, prompt, about

    def speak(self, cue: Cue) -> str | _Words:
        """The first line at once, every other one as it comes from the model."""
        if not cue.said:
            return self._opening()
        return _Words(self.model.stream(self.messages(cue)), self.model.name)

    def recall(self, turns: tuple[Turn, ...]) -> None:
        """Nothing has to be remembered: a cue holds all that was said."""

    def messages(self, cue: Cue) -> list[Message]:
        """What the model is sent: who it is, what was said, and last what to bear in mind. Each side speaks in turn, as servers want it."""
        made = [Message("system", self.system(cue)), Message("user", SCENE)]
        for turn in cue.said:
            said = _told(turn)
            if made[-1].role == said.role:
                said = Message(said.role, f"{made.pop().text}\n{said.text}")
            made.append(said)
        last = reminder(self._worded(self.voice.name), self.language, cue.standing, cue.reaction)
        if made[-1].role == "user":
            made[-1] = Message("user", f"{made[-1].text}\n\n{last}")
        else:
            made.append(Message("user", f"{NOTHING_SAID}\n\n{last}"))
        return made

    def system(self, cue: Cue) -> str:
        """The persona's prompt for the moment of *cue*. What is hidden is not in it before it may be told."""
        open_up = band(cue.standing) is Band.SOFT
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
                "facts": [self._fact(fact) for fact in self.scene.facts if open_up or not fact.hidden],
                "mood": mood_in_words(cue.standing),
                "yielded": cue.standing.yielded,
            }
        )

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
        names = (self.trainee.name,) if self.trainee.name else self.voice.vocatives.get(self.trainee.gender or "", ())
        return names[0] if names else ""


class _Words:
    """The words of a model on their way; a `roleplay.session.Speech`."""

    def __init__(self, reply: Reply, model: str) -> None:
        self._reply, self._model = reply, model
        self.status = Status.INTERRUPTED
        self.meta: Mapping[str, object] = {"model": model}

    def __iter__(self) -> Iterator[str]:
        yield from self._reply
        ending = self._reply.ending
        self.status = Status.UNKNOWN_END if ending is None else ending.status
        self.meta = _meta(self._model, ending)

    def close(self) -> None:
        self._reply.close()


def _told(turn: Turn) -> Message:
    text = turn.text.strip()
    if turn.speaker is Speaker.PERSONA:
        return Message("assistant", text or "…")
    return Message("user", text or NOTHING_SAID)


def _meta(model: str, ending: Ending | None) -> dict[str, object]:
    """What a turn keeps of how it was made."""
    made: dict[str, object] = {"model": model}
    if ending is None:
        return made
    if ending.model and ending.model != model.partition(":")[2]:
        made["answered_by"] = ending.model
    made["attempts"] = ending.attempts
    if ending.finish:
        made["finish"] = ending.finish
    if ending.usage is not None:
        made["usage"] = {"sent": ending.usage.sent, "got": ending.usage.got}
    if ending.fault is not None:
        made["fault"] = str(ending.fault)
    return made
