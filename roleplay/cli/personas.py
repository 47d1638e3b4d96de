"""``roleplay personas``: the characters to talk with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from roleplay.authoring import scaffold
from roleplay.authoring.checks import check_persona
from roleplay.authoring.scaffold import STARTERS
from roleplay.catalog import load_persona
from roleplay.cli.audition import auditioned
from roleplay.cli.choices import Choices
from roleplay.cli.context import context, examples, message_language, note, tell, to_stdout
from roleplay.cli.findings import shown
from roleplay.cli.new import LANGS, OUT, PACKAGE, made, spoken
from roleplay.cli.own_persona import personalise
from roleplay.cli.trade import bring, give
from roleplay.dialogue import LANGUAGES
from roleplay.errors import PluginInvalid, Unusable
from roleplay.inert import inert
from roleplay.persona import Persona, Voice
from roleplay.personal import about
from roleplay.settings import Settings
from roleplay.variants import render
from roleplay.wording import error_text, say_many
from roleplay.works import WORKS

__all__ = ["command"]

FORMAT = click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
LANG = click.option("--lang", "language", type=click.Choice(LANGUAGES), help=tell("The language of messages and texts."))


@click.group(help=tell("The characters to talk with."))
def command() -> None:
    """The characters to talk with."""


@command.command("list", help=tell("List the personas with their scenarios."), epilog=examples("roleplay personas list --lang ro"))
@FORMAT
@LANG
@click.pass_context
def listed(ctx: click.Context, form: str, language: str | None) -> None:
    room = context(ctx, language)
    reader = language or _reader(room.settings)
    rows: list[dict[str, Any]] = []
    for found in room.shelf("personas").found.values():
        try:
            persona = load_persona(found.folder)
        except PluginInvalid as error:
            note(
                tell(
                    "persona {name} is left out: {reason} (see: roleplay doctor)",
                    name=found.name,
                    reason=error_text(error, message_language()),
                )
            )
            continue
        voice = persona.voices.get(reader) or next(iter(persona.voices.values()))
        scenarios = [{"id": name, "title": _spoken(persona, voice, scene.title)} for name, scene in voice.scenes.items()]
        rows.append(
            {
                "id": found.name,
                "title": _spoken(persona, voice, voice.title),
                "version": persona.version,
                "languages": list(persona.languages),
                "from": found.origin,
                "scenarios": scenarios,
            }
        )
    if form == "json":
        to_stdout(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        to_stdout(inert(f"{row['id']}  {row['title']}  ({', '.join(row['languages'])})", lines=False))
        for scenario in row["scenarios"]:
            to_stdout(inert(f"    {scenario['id']:<18} {scenario['title']}", lines=False))


@command.command(
    "show",
    help=tell("Show who a persona is, its scenarios, and the passages it rests on."),
    epilog=examples("roleplay personas show absent_father --lang ru"),
)
@click.argument("name")
@FORMAT
@LANG
@click.pass_context
def show(ctx: click.Context, name: str, form: str, language: str | None) -> None:
    room = context(ctx, language)
    reader = language or _reader(room.settings)
    persona = room.persona(name)
    if form == "json":
        to_stdout(json.dumps(_shown(persona, reader), ensure_ascii=False, indent=2))
        return
    voice = persona.voices.get(reader) or next(iter(persona.voices.values()))
    gender = persona.genders[voice.language]

    def put(text: str) -> None:
        to_stdout(inert(render(text, listener=room.settings.get("gender"), speaker=gender)))

    put(f"{voice.title} ({persona.id})")
    put(voice.who)
    put(tell("What sets them off: {text}", text=voice.triggers))
    put(tell("What softens them: {text}", text=voice.softens))
    for difficulty, number in persona.yields_after.items():
        put(
            "  "
            f"{tell(difficulty)}: "
            + say_many("opens after {n} acknowledged feeling", "opens after {n} acknowledged feelings", number, voice.language)
        )
    for scenario, scene in voice.scenes.items():
        put(f"\n{scenario}: {scene.title}")
        put(scene.situation)
        put(tell("To practise: {text}", text=scene.task))
        put(tell("A good end: {text}", text=scene.good_end))
    to_stdout("")
    for source in persona.sources:
        put(f"{source.passage.get(voice.language, '')} — {WORKS.get(source.work, source.work)}")


@command.command(
    "check",
    help=tell("Check personas: files, lines, variants, template. All of them when none is named."),
    epilog=examples("roleplay personas check grumbling_parent", "roleplay personas check my_boss --model ollama:gemma3 --lang en"),
)
@click.argument("names", metavar="[NAME|PATH]...", nargs=-1)
@click.option("--model", metavar="NAME", help=tell("Also let this chat model play each persona, and tell where it falls out of character."))
@click.option("--base-url", metavar="URL", help=tell("Where the model is, if not at its usual address."))
@FORMAT
@LANG
@click.pass_context
def check(ctx: click.Context, names: tuple[str, ...], model: str | None, base_url: str | None, form: str, language: str | None) -> int:
    room = context(ctx, language)
    folders = [room.folder("personas", name) for name in names] or [found.folder for found in room.shelf("personas").found.values()]
    findings = {folder: check_persona(folder) for folder in folders}
    for folder in folders if model else ():
        findings[folder] += auditioned(room, folder, Choices(persona="", language="", model=model or "", base_url=base_url), language)
    return shown(findings, form, lambda folder: {"persona": str(folder)})


@command.command(
    "new",
    help=tell("Make a persona of your own, from a plain one or from another."),
    epilog=examples(
        "roleplay personas new my_boss --langs en",
        "roleplay personas new my_mum --from grumbling_parent --lang ru --about 'name: Галина; calls me: Анечка; phrases: ну конечно'",
        "roleplay personas new my_boss --package --out .",
    ),
)
@click.argument("name")
@click.option("--from", "origin", metavar="PERSONA", help=tell("The persona to start from."))
@click.option("--about", "told", metavar="TEXT", default="", help=tell("Name, form of address, pet phrases, and sayings in quotes."))
@LANGS
@OUT
@PACKAGE
@LANG
@click.pass_context
def new(
    ctx: click.Context, name: str, origin: str | None, told: str, langs: str | None, out: Path | None, package: bool, language: str | None
) -> None:
    room = context(ctx, language)
    source = STARTERS / "persona" if origin is None else room.find("personas", origin).folder
    persona = load_persona(source)
    speaks, reader = spoken(langs, persona.languages), language or _reader(room.settings)
    if told and reader not in speaks:
        raise Unusable(
            "{persona} does not speak {language}; it speaks: {languages}",
            persona=persona.id,
            language=reader,
            languages=", ".join(speaks),
        )

    def fill(folder: Path, identity: str) -> None:
        scaffold.persona(folder, identity, origin=source, languages=speaks, reader=message_language(room.settings))
        if told:
            personalise(folder, persona, told, reader)

    made(room, "personas", name, out=out, package=package, fill=fill)
    if about(told).story:
        note(tell("The offline partner says the quoted sayings and pet phrases; the rest of the story needs a chat model."))


command.add_command(bring)
command.add_command(give)


def _reader(settings: Settings) -> str:
    return message_language(settings)


def _spoken(persona: Persona, voice: Voice, text: str) -> str:
    return render(text, listener=None, speaker=persona.genders[voice.language])


def _shown(persona: Persona, language: str) -> dict[str, object]:
    voice = persona.voices.get(language) or next(iter(persona.voices.values()))

    def told(text: str) -> str:
        return _spoken(persona, voice, text)

    return {
        "id": persona.id,
        "version": persona.version,
        "languages": list(persona.languages),
        "name": told(voice.name),
        "title": told(voice.title),
        "who": told(voice.who),
        "triggers": told(voice.triggers),
        "softens": told(voice.softens),
        "hidden_need": told(voice.hidden_need),
        "yields_after": dict(persona.yields_after),
        "scenarios": [
            {"id": name, "title": told(s.title), "situation": told(s.situation), "task": told(s.task), "good_end": told(s.good_end)}
            for name, s in voice.scenes.items()
        ],
        "sources": [{"work": WORKS.get(s.work, s.work), "passage": s.passage.get(voice.language, "")} for s in persona.sources],
    }
