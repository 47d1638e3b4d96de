"""``roleplay practice``: hold a conversation."""

from __future__ import annotations

import random
import sys
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from roleplay.actors.offline import OfflineActor
from roleplay.cli.context import Context, context, examples, nearest, tell
from roleplay.codes import Coding
from roleplay.dialogue import LANGUAGES, Exchange, Header, Trainee, Turn
from roleplay.errors import InUse, Unusable
from roleplay.journal import Journal, claim, read
from roleplay.persona import DIFFICULTIES, Persona
from roleplay.personal import about, made_own
from roleplay.session import Coder, Session
from roleplay.store import new_id

if TYPE_CHECKING:
    from roleplay.coders.rules import RuleCoder  # loaded late, see LateCoder

__all__ = ["Choices", "Ready", "again", "begin", "branch", "choices_of", "command", "scenario_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a talk is to be, before it begins."""

    persona: str
    scenario: str | None = None
    language: str
    gender: str | None = None
    difficulty: str = "normal"
    about: str | None = None
    feedback: str = "turn"
    seed: int | None = None
    save: Path | None = None
    name: str | None = None
    address: str | None = None
    changed: bool = False


@dataclass(slots=True)
class Ready:
    """A talk ready to be held: its session, its persona and where it is kept."""

    session: Session
    persona: Persona
    path: Path
    choices: Choices


class LateCoder:
    """A rule coder whose language is loaded when first needed: while the partner speaks, not before."""

    name = "rules"

    def __init__(self, language: str) -> None:
        self.language = language
        self._coder: RuleCoder | None = None

    @property
    def version(self) -> str:
        """The coder's version."""
        return self.ready().version

    def ready(self) -> RuleCoder:
        """The coder, loaded."""
        if self._coder is None:
            from roleplay.coders.rules import RuleCoder

            self._coder = RuleCoder(self.language)
        return self._coder

    def code(self, exchange: Exchange) -> Coding:
        """The codes of *exchange*."""
        return self.ready().code(exchange)

    def material(self, exchange: Exchange, coding: Coding) -> dict[str, str]:
        """What a better wording can be made from."""
        return self.ready().material(exchange, coding)


def begin(ctx: Context, choices: Choices) -> Ready:
    """Make a new talk. Raises `Unusable` for names that are none, `StorageFailed` before the first word if it could not be kept."""
    found = ctx.find("personas", choices.persona)
    persona = ctx.persona(found.name, (choices.language,))
    _speaks(persona, choices.language)
    scenario = scenario_of(persona, choices.scenario)
    path, identity = _place(ctx, choices.save)
    told = about(choices.about) if choices.about else None
    header = Header(
        id=identity,
        started_at=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        language=choices.language,
        persona=found.name,
        persona_version=persona.version,
        persona_hash=persona.hash,
        scenario=scenario,
        difficulty=choices.difficulty,
        model="offline",
        seed=choices.seed if choices.seed is not None else random.SystemRandom().randrange(1_000_000),
        trainee=Trainee(
            name=(told.trainee if told else None) or choices.name,
            gender=choices.gender,
            address=_address(choices, persona),
        ),
        extra={"about": choices.about} if choices.about else {},
    )
    return _ready(persona, header, path, choices, Journal.create(path, header))


def branch(ctx: Context, origin: Path, turn: int | None, choices: Choices) -> Ready:
    """Go on from a transcript in a new one that shares the turns before *turn* (all of them when None)."""
    _not_in_use(origin)
    reading = read(origin)
    old = reading.transcript
    if not old.header.persona or old.header.language not in LANGUAGES:
        raise Unusable("{path} names no persona and language to go on with", path=origin.name)
    kept = tuple(t for t in old.turns if turn is None or t.index < turn)
    if turn is not None and turn > (old.turns[-1].index + 1 if old.turns else 0):
        raise Unusable("{path} has no turn {turn}; it has {count}", path=origin.name, turn=turn, count=len(old.turns))
    persona = ctx.persona(old.header.persona, (old.header.language,))
    _speaks(persona, old.header.language or "")
    _agreed(old.header, persona, choices)
    path, identity = _place(ctx, choices.save)
    header = replace(
        old.header,
        id=identity,
        started_at=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        scenario=scenario_of(persona, old.header.scenario),
        difficulty=old.header.difficulty if old.header.difficulty in DIFFICULTIES else choices.difficulty,
        persona_hash=persona.hash,
        seed=old.header.seed if choices.seed is None else choices.seed,
        model="offline",
        parent=old.header.id,
        branch_turn=len(kept),
    )
    ready = _ready(persona, header, path, replace(choices, language=old.header.language), Journal.create(path, header))
    carry(ready, kept)
    return ready


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
    if not changed and old.model in (None, "offline"):
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
    fresh = _ready(ready.persona, header, path, ready.choices, Journal.create(path, header), coder=old.coder)
    carry(fresh, tuple(old.turns[:keep]))
    return fresh


def scenario_of(persona: Persona, name: str | None) -> str:
    """The scenario called *name* (``-`` or ``_``), the first one when None. Raises `Unusable` with a did-you-mean."""
    if name is None:
        return next(iter(persona.scenarios))
    for scenario in persona.scenarios:
        if scenario.replace("-", "_") == name.replace("-", "_"):
            return scenario
    raise Unusable(
        "{persona} has no scenario {name}{near}; it has: {all}",
        persona=persona.id,
        name=name,
        near=nearest(name, persona.scenarios),
        all=", ".join(persona.scenarios),
    )


_ADDRESSES = {"en": ("you",), "ro": ("tu", "dumneavoastra"), "ru": ("ty", "vy")}


def _address(choices: Choices, persona: Persona) -> str:
    """How the trainee addresses the partner: as they set it, where the language has that form, else as the persona expects."""
    wished = choices.address
    return wished if wished in _ADDRESSES[choices.language] else persona.addresses[choices.language]


def _ready(persona: Persona, header: Header, path: Path, choices: Choices, journal: Journal, *, coder: Coder | None = None) -> Ready:
    language, scenario = header.language or "en", header.scenario or ""
    told = header.extra.get("about")
    played = made_own(persona, language, about(told)) if isinstance(told, str) else persona
    actor = OfflineActor(played, scenario=scenario, language=language, trainee=header.trainee, seed=header.seed or 0)
    session = Session.start(persona=played, header=header, actor=actor, coder=coder or LateCoder(language), keeper=journal)
    return Ready(session, played, path, choices)


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


@click.command(
    help=tell("Hold a conversation with PERSONA. Off a terminal, standard input is read as one reply a line."),
    epilog=examples(
        "roleplay practice grumbling_parent --lang ru --me f",
        "roleplay practice absent_father --scenario he-declines --difficulty easy",
        "roleplay practice difficult_client --format json < replies.txt",
        "roleplay practice --from last --turn 4",
    ),
)
@click.argument("persona", required=False)
@click.option("--scenario", help=tell("The situation; see: roleplay personas show PERSONA."))
@click.option("--lang", "language", type=click.Choice(LANGUAGES), help=tell("The language of the talk and of all messages."))
@click.option("--me", "gender", type=click.Choice(["f", "m"]), help=tell("Your grammatical gender."))
@click.option("--difficulty", type=click.Choice(DIFFICULTIES), help=tell("How fast the partner heats, and how much it takes to be let in."))
@click.option(
    "--about", metavar="TEXT", help=tell("Make the partner your own: “name: …; calls me: …; phrases: … | …”, and what they say in quotes.")
)
@click.option("--model", help=tell("Who speaks for the partner; offline is the only one yet."), default=None)
@click.option("--coder", type=click.Choice(["rules"]), help=tell("Who marks the codes; rules are the only one yet."))
@click.option("--feedback", type=click.Choice(["turn", "end", "off"]), help=tell("When you hear how it went."))
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), help=tell("Choose the same lines again."))
@click.option("--speed", type=click.FloatRange(0, 100), help=tell("How fast the partner speaks on a terminal; 0 shows lines at once."))
@click.option("--save", type=click.Path(dir_okay=False, path_type=Path), help=tell("Keep the transcript in this file."))
@click.option("--from", "origin", metavar="TRANSCRIPT", help=tell("Go on from a transcript, as a branch."))
@click.option("--changed", is_flag=True, help=tell("With --from: go on although the persona has changed since."))
@click.option("--turn", type=click.IntRange(0), help=tell("With --from: the turn to try again."))
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "jsonl"]), default="text", help=tell("What standard output is, off a terminal.")
)
@click.pass_context
def command(ctx: click.Context, /, **given: object) -> int:
    room = context(ctx, given["language"])  # type: ignore[arg-type]  # click gives the option's type
    if given["model"] not in (None, "offline"):
        raise Unusable("there is no model {name} here yet; offline is the only one", name=given["model"])
    if given["turn"] is not None and not given["origin"]:
        raise Unusable("--turn goes with --from")
    if sys.stdin.isatty() and sys.stdout.isatty() and given["form"] == "text":
        from roleplay.cli.stage import play

        return play(ctx, room, given)
    from roleplay.cli.piped import hold

    return hold(room, given)


def choices_of(room: Context, given: dict[str, object]) -> Choices:
    """What flags and settings say; what neither says stays open."""

    def chosen(flag: str, key: str) -> str | None:
        return given[flag] if given[flag] is not None else room.settings.get(key)  # type: ignore[return-value]

    from roleplay.cli.context import message_language

    persona = chosen("persona", "persona")
    scenario = given["scenario"] or (room.settings.get("scenario") if given["persona"] in (None, room.settings.get("persona")) else None)
    return Choices(
        persona=persona or "",
        scenario=scenario,  # type: ignore[arg-type]
        language=chosen("language", "language") or message_language(room.settings),
        gender=chosen("gender", "gender"),
        difficulty=chosen("difficulty", "difficulty") or "normal",
        about=given["about"],  # type: ignore[arg-type]
        feedback=chosen("feedback", "feedback") or "turn",
        seed=given["seed"],  # type: ignore[arg-type]
        save=given["save"],  # type: ignore[arg-type]
        name=room.settings.get("name"),
        address=room.settings.get("address"),
        changed=bool(given["changed"]),
    )
