"""A persona as a LangChain Runnable: in go the messages of a talk, out comes what the persona says next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from roleplay.actors.offline import OfflineActor
from roleplay.coders.rules import RuleCoder
from roleplay.dialogue import Header, Speaker, Trainee, Turn
from roleplay.errors import Unusable
from roleplay.persona import Persona
from roleplay.session import Actor, Session, Unkept

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage, BaseMessage
    from langchain_core.runnables import Runnable

__all__ = ["as_runnable"]


def as_runnable(
    persona: Persona,
    *,
    language: str = "en",
    scenario: str | None = None,
    difficulty: str = "normal",
    trainee: Trainee | None = None,
    seed: int = 0,
    actor: Callable[[Persona, Header], Actor] | None = None,
) -> Runnable[Any, AIMessage]:
    """*persona* as a Runnable, spoken by what *actor* makes, the offline actor by default.

    It takes a text or messages (human ones are the trainee's, AI ones its own) and keeps nothing between calls: the mood is gone through
    again from the messages. The message it gives holds ``mood`` and ``ending`` (``well``, ``badly``, None) in its response metadata. Raises
    `Unusable` for a language that the persona does not speak.
    """
    if language not in persona.voices:
        raise Unusable(
            "{persona} does not speak {language}; it speaks: {languages}",
            persona=persona.id,
            language=language,
            languages=", ".join(persona.voices),
        )
    from langchain_core.messages import AIMessage
    from langchain_core.runnables import RunnableLambda

    header = Header(
        id=persona.id,
        language=language,
        persona=persona.id,
        scenario=scenario or next(iter(persona.scenarios)),
        difficulty=difficulty,
        seed=seed,
        trainee=trainee or Trainee(),
    )
    coder = RuleCoder(language)

    def answer(given: str | Sequence[BaseMessage]) -> AIMessage:
        speaks = (actor or _offline)(persona, header)
        session = Session.start(persona=persona, header=header, actor=speaks, coder=coder, keeper=Unkept())
        session.resume(_turns(given))
        line = session.line()
        text = line if isinstance(line, str) else "".join(line)
        mood = {"tension": session.standing.mood.tension, "trust": session.standing.mood.trust}
        return AIMessage(content=text, response_metadata={"mood": mood, "ending": session.over})

    return RunnableLambda(answer, name=persona.id)


def _offline(persona: Persona, header: Header) -> Actor:
    return OfflineActor(
        persona, scenario=header.scenario or "", language=header.language or "en", trainee=header.trainee, seed=header.seed or 0
    )


def _turns(given: str | Sequence[BaseMessage]) -> tuple[Turn, ...]:
    if isinstance(given, str):
        return (Turn(index=0, speaker=Speaker.TRAINEE, text=given),)
    spoken = [(message.type, str(message.text)) for message in given if message.type in ("human", "ai")]
    return tuple(
        Turn(index=index, speaker=Speaker.PERSONA if kind == "ai" else Speaker.TRAINEE, text=text)
        for index, (kind, text) in enumerate(spoken)
    )
