"""How a talk begins: a new one, or a branch of another; with where it is kept."""

from __future__ import annotations

import random
import sys
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import click

from roleplay.cli.choices import Choices, scenario_of
from roleplay.cli.coding import RULES, Coders, Models, coders
from roleplay.cli.context import Context, tell
from roleplay.cli.latecoder import late_coder
from roleplay.cli.partner import Cast, cast, redacted
from roleplay.cli.sending import Sending
from roleplay.cli.takingup import taken_up
from roleplay.dialogue import Header, Trainee, Transcript, Turn
from roleplay.errors import InUse, Unusable
from roleplay.journal import Journal
from roleplay.ledger import claim
from roleplay.persona import DIFFICULTIES, Persona
from roleplay.personal import about, made_own
from roleplay.session import Coder, Session
from roleplay.store import new_id

__all__ = ["Ready", "again", "begin", "branch", "conditions"]


@dataclass(slots=True)
class Ready:
    """A talk ready to be held: its session, its persona and where it is kept; *coders* mark the codes that it is scored by."""

    session: Session
    persona: Persona
    path: Path
    choices: Choices
    cast: Cast
    coders: Coders


def begin(ctx: Context, choices: Choices) -> Ready:
    """Make a new talk. Raises before the first word: `Unusable` for names that are none, `Misconfigured` if own word data are broken,
    `StorageFailed` if it could not be kept.
    """
    found = ctx.find("personas", choices.persona)
    persona = ctx.persona(found.name, (choices.language,))
    _speaks(persona, choices.language)
    scenario = scenario_of(persona, choices.scenario)
    coder = late_coder(ctx, choices.language)
    played_by = cast(ctx, choices, found.folder)
    coded_by = _coded_by(ctx, choices)
    path, identity = _place(ctx, choices.save)
    header = conditions(choices, persona, scenario, identity)
    return _ready(persona, header, path, choices, Journal.create(path, header), coder, played_by, coded_by)


def conditions(choices: Choices, persona: Persona, scenario: str, identity: str) -> Header:
    """The header of a new talk called *identity*."""
    told = about(choices.about) if choices.about else None
    return Header(
        id=identity,
        started_at=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        language=choices.language,
        persona=persona.id,
        persona_version=persona.version,
        persona_hash=persona.hash,
        scenario=scenario,
        difficulty=choices.difficulty,
        model=choices.model,
        seed=choices.seed if choices.seed is not None else random.SystemRandom().randrange(1_000_000),
        trainee=Trainee(
            name=(told.trainee if told else None) or choices.name,
            gender=choices.gender,
            address=_address(choices, persona),
        ),
        extra={"about": choices.about} if choices.about else {},
    )


def branch(ctx: Context, origin: Path, turn: int | None, choices: Choices) -> Ready:
    """Go on from a transcript in a new one that shares the turns before *turn* (all of them when None)."""
    _not_in_use(origin)
    old = taken_up(ctx, origin, _read(ctx, origin), choices)
    kept = tuple(t for t in old.turns if turn is None or t.index < turn)
    if turn is not None and turn > (old.turns[-1].index + 1 if old.turns else 0):
        raise Unusable("{path} has no turn {turn}; it has {count}", path=origin.name, turn=turn, count=len(old.turns))
    name, language = old.header.persona or "", old.header.language or ""
    persona = ctx.persona(name, (language,))
    _speaks(persona, language)
    _agreed(old.header, persona, choices)
    coder = late_coder(ctx, language)
    choices = replace(choices, language=language)
    played_by, coded_by = _sent(old, choices, cast(ctx, choices, ctx.find("personas", name).folder), _coded_by(ctx, choices))
    path, identity = _place(ctx, choices.save)
    header = replace(
        old.header,
        id=identity,
        started_at=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        scenario=scenario_of(persona, old.header.scenario),
        difficulty=old.header.difficulty if old.header.difficulty in DIFFICULTIES else choices.difficulty,
        persona_version=persona.version,
        persona_hash=persona.hash,
        trainee=replace(old.header.trainee, address=old.header.trainee.address or _address(choices, persona)),
        seed=old.header.seed if choices.seed is None else choices.seed,
        model=choices.model,
        parent=old.header.id,
        branch_turn=len(kept),
    )
    ready = _ready(persona, header, path, choices, Journal.create(path, header), coder, played_by, coded_by)
    carry(ready, kept)
    return ready


def _read(ctx: Context, origin: Path) -> Transcript:
    """The talk at *origin*, in whatever format; whose place is taken in it is said elsewhere."""
    from roleplay.batch.talks import whole
    from roleplay.cli.reading import talks_of
    from roleplay.formats.casting import Casting

    return whole(talks_of(ctx, Casting(), anybody=True).one(origin)).transcript


def _coded_by(ctx: Context, choices: Choices) -> Coders:
    """Who marks the codes that the talk is scored by. Raises `Unusable`, `Misconfigured` if a model cannot be had."""
    if choices.coder == RULES:
        return ctx.coder
    return coders(ctx, choices.coder, ctx.skills(choices.language, loud=False), base_url=choices.base_url, aloud=False)


def _sent(old: Transcript, choices: Choices, played_by: Cast, coded_by: Coders) -> tuple[Cast, Coders]:
    """Who plays and who codes, where they are models with pseudonyms for what is private in *old*, if that is a talk from elsewhere."""
    asked = choices.model != "offline" or isinstance(coded_by, Models)
    sending = Sending(as_is=choices.as_is)
    redactor = sending.redactor(old.header, old.turns) if asked else None
    if redactor is None:
        return played_by, coded_by
    sending.tell()
    return redacted(played_by, choices, redactor), replace(coded_by, redactor=redactor) if isinstance(coded_by, Models) else coded_by


def _speaks(persona: Persona, language: str) -> None:
    """Raise `Unusable` unless *persona* has a voice in *language*."""
    if language not in persona.voices:
        raise Unusable(
            "{persona} does not speak {language}; it speaks: {languages}",
            persona=persona.id,
            language=language,
            languages=", ".join(persona.languages),
        )


def _not_in_use(origin: Path) -> None:
    """Raise `InUse`, with the way to look at it all the same, while another process writes *origin*."""
    try:
        with suppress(OSError):  # where nothing can be written, nobody writes
            claim(origin).release()
    except InUse as error:
        raise InUse(
            "{path} is in use by process {pid}; to look at it: roleplay replay {path}", path=origin, pid=error.values["pid"]
        ) from None


def _agreed(old: Header, persona: Persona, choices: Choices) -> None:
    """Go on with another persona text or model than the talk was held with only if the user says so. Raises `Unusable`."""
    changed = old.persona_hash is not None and old.persona_hash != persona.hash
    if not changed and (old.model or "offline") == choices.model:
        return
    question = tell("The persona or the model is not the one this talk was held with. Go on all the same?")
    if choices.changed or (sys.stdin.isatty() and click.confirm(question, err=True)):
        return
    raise Unusable("the persona or the model is not the one this talk was held with; --changed goes on all the same")


def carry(ready: Ready, turns: tuple[Turn, ...]) -> None:
    """Copy *turns* into a new talk and put it where they leave off."""
    for turn in turns:
        ready.session.keeper.append(turn)
    ready.session.resume(turns)


def again(ready: Ready, keep: int) -> Ready:
    """A new talk beside *ready*'s with its first *keep* turns, for ``/undo`` and ``/retry``; the old one is closed as branched."""
    old = ready.session
    identity = new_id()
    path = _beside(ready.path) if ready.choices.save else ready.path.with_name(f"{identity}.jsonl")
    header = replace(old.header, id=identity, parent=old.header.id, branch_turn=keep)
    fresh = _ready(ready.persona, header, path, ready.choices, Journal.create(path, header), old.coder, ready.cast, ready.coders)
    carry(fresh, tuple(old.turns[:keep]))
    return fresh


_ADDRESSES = {"en": ("you",), "ro": ("tu", "dumneavoastra"), "ru": ("ty", "vy")}


def _address(choices: Choices, persona: Persona) -> str:
    """How the trainee addresses the partner: as they set it, where the language has that form, else as the persona expects."""
    wished = choices.address
    return wished if wished in _ADDRESSES[choices.language] else persona.addresses[choices.language]


def _ready(
    persona: Persona, header: Header, path: Path, choices: Choices, journal: Journal, coder: Coder, played_by: Cast, coded_by: Coders
) -> Ready:
    told = header.extra.get("about")
    played = made_own(persona, header.language or "en", about(told)) if isinstance(told, str) else persona
    session = Session.start(persona=played, header=header, actor=played_by(played, header), coder=coder, keeper=journal)
    return Ready(session, played, path, choices, played_by, coded_by)


def _place(ctx: Context, save: Path | None) -> tuple[Path, str]:
    identity = new_id()
    if save is not None:
        return save, identity
    return ctx.store.ready() / f"{identity}.jsonl", identity


def _beside(path: Path) -> Path:
    stem, number = path.stem, 2
    while (fresh := path.with_name(f"{stem}.{number}{path.suffix}")).exists():
        number += 1
    return fresh
