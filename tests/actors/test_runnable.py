"""A persona in a chain of LangChain."""

from __future__ import annotations

import pytest
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage
from langchain_core.runnables import RunnableLambda

from roleplay.actors.chat import ChatActor
from roleplay.actors.runnable import as_runnable
from roleplay.dialogue import Header, Trainee
from roleplay.errors import Unusable
from roleplay.models.scripted import Scripted
from roleplay.persona import Persona
from roleplay.plugins import discover
from roleplay.prompt import compiled
from tests.acts import shipped

FOLDER = discover("personas").found["grumbling_parent"].folder


def test_a_persona_answers_a_text_and_messages() -> None:
    """The same for the same messages, whatever was asked between."""
    persona = as_runnable(shipped("grumbling_parent"), seed=3)
    talk = [SystemMessage("left out"), AIMessage("You never call."), HumanMessage("You never listen to me.")]
    first = persona.invoke(talk)
    assert persona.invoke("Hello?").content
    assert persona.invoke(talk).content == first.content
    assert (persona | RunnableLambda(lambda message: len(message.content))).invoke("Hello?") > 0


def test_the_mood_is_gone_through_again() -> None:
    """Reproach upon reproach heats, and ends the talk."""
    persona = as_runnable(shipped("grumbling_parent"))
    talk: list[AIMessage | HumanMessage] = []
    for _ in range(9):
        talk.append(HumanMessage("You never listen, you are a selfish woman."))
        talk.append(persona.invoke(talk))
    told = [message.response_metadata for message in talk if isinstance(message, AIMessage)]
    assert told[3]["mood"]["tension"] > told[0]["mood"]["tension"]
    assert told[-1]["ending"] == "badly"


def test_a_chat_model_can_speak_for_it() -> None:
    """Handed in as the actor."""
    model = Scripted({"knee": "It hurts."})

    def actor(persona: Persona, header: Header) -> ChatActor:
        return ChatActor(
            persona,
            scenario=header.scenario or "",
            language="en",
            trainee=header.trainee,
            seed=0,
            model=model,
            prompt=compiled(FOLDER / "prompt.j2"),
        )

    persona = as_runnable(shipped("grumbling_parent"), trainee=Trainee(gender="f"), actor=actor)
    assert persona.invoke([AIMessage("Well?"), HumanMessage("How is your knee?")]).content == "It hurts."


def test_a_language_it_does_not_speak_is_told() -> None:
    """At once, not at the first call."""
    with pytest.raises(Unusable, match="does not speak de"):
        as_runnable(shipped("grumbling_parent"), language="de")
