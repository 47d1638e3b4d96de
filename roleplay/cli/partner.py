"""Who speaks for the persona: the offline actor, or a chat model, found, allowed and announced before a talk is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from roleplay.actors.offline import OfflineActor
from roleplay.cli.choices import Choices
from roleplay.cli.context import Context, complain, note, tell
from roleplay.dialogue import EndReason, Header
from roleplay.errors import BudgetSpent, RoleplayError
from roleplay.persona import Persona
from roleplay.session import Actor

if TYPE_CHECKING:
    from roleplay.redaction.pseudonyms import Redactor  # imported when a model is asked

__all__ = ["Cast", "broken_off", "cast", "redacted"]

Cast = Callable[[Persona, Header], Actor]
"""Makes the actor for a persona (made one's own already) under the conditions of a header."""


def cast(room: Context, choices: Choices, folder: Path) -> Cast:
    """Who speaks for the persona in *folder*. Raises `Unusable`, `Misconfigured` if the model cannot be had, `PluginInvalid` for its prompt."""
    if choices.model == "offline":
        return _offline
    from roleplay.actors.chat import ChatActor
    from roleplay.cli.provider import reached
    from roleplay.prompt import compiled

    found = reached(room, choices.model, choices.base_url)
    model, prompt = found.model, compiled(folder / "prompt.j2")
    if not found.local:
        _announce(room, found.host, choices.model)

    def chat(persona: Persona, header: Header) -> Actor:
        about = header.extra.get("about")
        return ChatActor(
            persona,
            scenario=header.scenario or "",
            language=header.language or "en",
            trainee=header.trainee,
            seed=header.seed or 0,
            model=model,
            prompt=prompt,
            about=" ".join(about.split()) if isinstance(about, str) else "",
            pack=lambda: room.coder(header.language or "en").pack,
        )

    return chat


def redacted(played_by: Cast, choices: Choices, redactor: Redactor) -> Cast:
    """The same, where it is a model, without seeing who the trainee is: *redactor* gives it pseudonyms."""
    if choices.model == "offline":
        return played_by
    from roleplay.actors.redacted import RedactedActor

    def played(persona: Persona, header: Header) -> Actor:
        name = header.trainee.name
        trainee = replace(header.trainee, name=None if name is None else redactor.text(name))
        return RedactedActor(played_by(persona, replace(header, trainee=trainee)), redactor)

    return played


def broken_off(error: RoleplayError, path: Path, header: Header, choices: Choices) -> EndReason:
    """Say why the model speaks no more and how the talk can go on; why it ends."""
    complain(error)
    where = f" --base-url {choices.base_url}" if choices.base_url else ""
    command = f"roleplay practice --from {path if choices.save else header.id} --model {choices.model}{where}"
    note(tell("The talk is kept; to go on: {command}", command=command))
    return EndReason.BUDGET if isinstance(error, BudgetSpent) else EndReason.PROVIDER


def _offline(persona: Persona, header: Header) -> Actor:
    language, scenario = header.language or "en", header.scenario or ""
    return OfflineActor(persona, scenario=scenario, language=language, trainee=header.trainee, seed=header.seed or 0)


def _announce(room: Context, host: str | None, model: str) -> None:
    """Say once, for each place, what leaves the machine and where to."""
    from roleplay.remembered import announced

    if announced(room.store.root, host or model):
        return
    if host is None:
        note(
            tell(
                "The partner is the LangChain model {model}. It gets what is said in the talk, the persona’s description and what you tell with --about, and may send them on; scores and files stay here. Do not use real names.",
                model=model,
            )
        )
        return
    note(
        tell(
            "What is said in the talk, the persona’s description and what you tell with --about leave this machine and go to {host}, with each of your replies; scores and files stay here. Do not use real names. --local-only forbids it.",
            host=host,
        )
    )
