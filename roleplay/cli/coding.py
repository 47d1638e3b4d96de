"""Who marks the codes in one run of the program: the rules, or a model beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from roleplay.cli.context import Context, note, tell
from roleplay.errors import RoleplayError, Unusable
from roleplay.scoring import Skill
from roleplay.session import Coder

if TYPE_CHECKING:
    from roleplay.coders.model import ModelCoder
    from roleplay.coders.redacted import ByModel
    from roleplay.models.reply import ChatModel
    from roleplay.redaction.pseudonyms import Redactor

__all__ = ["BASE_URL", "CODER", "RULES", "Coders", "Models", "by_model", "coders", "useless_of"]

RULES = "rules"
LONGEST = 24_000  # letters of an answer; one that quotes a long reply again and again is long itself

CODER = click.option(
    "--coder",
    metavar="NAME",
    help=tell("Who marks the codes: rules (the default), or a model such as openai:NAME or ollama:NAME, beside the rules."),
)
BASE_URL = click.option("--base-url", metavar="URL", help=tell("Where the model is, if not at its usual address."))

Coders = Callable[[str], Coder]
"""The coder of a language."""


def by_model(name: str | None) -> bool:
    """Whether the coder called *name* is a model."""
    return name not in (None, RULES)


def coders(
    room: Context, name: str | None, skills: Sequence[Skill], *, base_url: str | None = None, at_once: int | None = None, aloud: bool = True
) -> Coders:
    """The coders called *name*, who also ask the questions of *skills*; a model tells of further tries if it may be *aloud*.

    Raises `Unusable`, `Misconfigured` if a model cannot be had.
    """
    if name is None or name == RULES:
        return room.coder
    if ":" not in name:
        raise Unusable("{name} does not code; coders are rules and models, such as openai:NAME and ollama:NAME", name=name)
    from roleplay.cli.provider import reached
    from roleplay.coders.model import AT_ONCE
    from roleplay.models.limits import Capacity, Shared

    usual = name == room.settings.get("model") or name.startswith("openai:")
    found = reached(room, name, base_url or (room.settings.get("base_url") if usual else None), chars=LONGEST, aloud=aloud)
    if not found.local:
        _announce(room, found.host, name)
    most = at_once or AT_ONCE
    return Models(room, Shared(found.model, Capacity(most)), skills, most)


@dataclass(slots=True)
class Models:
    """The coders of all languages by one *model*, made when they are first needed; it is given the pseudonyms of a *redactor*, if there is one."""

    room: Context
    model: ChatModel
    skills: Sequence[Skill]
    at_once: int
    redactor: Redactor | None = None
    made: dict[str, ModelCoder] = field(default_factory=dict)

    def __call__(self, language: str) -> ByModel:
        if language not in self.made:
            from roleplay.coders.model import ModelCoder, questions_of

            asked = questions_of(skill for skill in self.skills if language in skill.languages)
            self.made[language] = ModelCoder(self.model, self.room.coder(language), asked, at_once=self.at_once)
        if self.redactor is None:
            return self.made[language]
        from roleplay.coders.redacted import RedactedCoder

        return RedactedCoder(self.made[language], self.redactor)


def useless_of(marking: Coders) -> RoleplayError | None:
    """Why a model has been of no use at all so far; None if it has, or if rules code."""
    made = marking.made.values() if isinstance(marking, Models) else ()
    if any(coder.answered for coder in made):
        return None
    return next((coder.fault for coder in made if coder.fault is not None), None)


def _announce(room: Context, host: str | None, model: str) -> None:
    """Say once, for each place, that replies leave the machine to be coded, and where to."""
    from roleplay.remembered import announced

    if announced(room.store.root, f"coder {host or model}"):
        return
    note(
        tell(
            "To be coded, each reply and the lines before it leave this machine and go to {host}; names of files and personas, times and scores stay here. Redact real names first: roleplay transcripts redact. --local-only forbids it.",
            host=host or model,
        )
    )
