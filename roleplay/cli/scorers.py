"""``roleplay scorers``: the skills that are graded."""

from __future__ import annotations

import json
from pathlib import Path

import click

from roleplay.authoring import scaffold
from roleplay.authoring.cases import Coder
from roleplay.authoring.checks import check_skill
from roleplay.cli.context import context, examples, message_language, tell, to_stdout
from roleplay.cli.findings import shown
from roleplay.cli.new import LANGS, OUT, PACKAGE, made, spoken
from roleplay.cli.personas import FORMAT, LANG
from roleplay.dialogue import LANGUAGES
from roleplay.inert import inert
from roleplay.works import WORKS

__all__ = ["command"]


@click.group(help=tell("The skills that are graded."))
def command() -> None:
    """The skills that are graded."""


@command.command("list", help=tell("List the scorers."), epilog=examples("roleplay scorers list"))
@FORMAT
@LANG
@click.pass_context
def listed(ctx: click.Context, form: str, language: str | None) -> None:
    room = context(ctx, language)
    reader = language or message_language(room.settings)
    rows = [
        {
            "id": s.id,
            "version": s.version,
            "title": s.titles.get(reader, s.id),
            "about": s.about.get(reader, ""),
            "languages": list(s.languages),
        }
        for s in room.skills()
    ]
    if form == "json":
        to_stdout(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        to_stdout(inert(f"{row['id']:<18} {row['title']}: {row['about']}"))


@command.command(
    "show",
    help=tell("Show what a scorer grades, and the passages its advice rests on."),
    epilog=examples("roleplay scorers show listening --lang ru"),
)
@click.argument("name")
@FORMAT
@LANG
@click.pass_context
def show(ctx: click.Context, name: str, form: str, language: str | None) -> None:
    room = context(ctx, language)
    reader = language or message_language(room.settings)
    skill = room.skill(name)
    sources = [{"work": WORKS.get(s.work, s.work), "passage": s.passage.get(reader, "")} for s in skill.sources]
    if form == "json":
        value = {
            "id": skill.id,
            "version": skill.version,
            "title": skill.titles.get(reader),
            "about": skill.about.get(reader),
            "next": skill.next_step.get(reader),
            "languages": list(skill.languages),
            "sources": sources,
        }
        to_stdout(json.dumps(value, ensure_ascii=False, indent=2))
        return
    to_stdout(inert(f"{skill.titles.get(reader, skill.id)} ({skill.id} {skill.version})"))
    to_stdout(inert(skill.about.get(reader, "")))
    to_stdout(inert(tell("Next time: {text}", text=skill.next_step.get(reader, ""))))
    for source in sources:
        to_stdout(inert(f"  {source['passage']} — {source['work']}"))


@command.command(
    "check",
    help=tell("Run scorers' minimal pairs and known limits. All of them when none is named."),
    epilog=examples("roleplay scorers check listening"),
)
@click.argument("names", metavar="[NAME|PATH]...", nargs=-1)
@FORMAT
@LANG
@click.pass_context
def check(ctx: click.Context, names: tuple[str, ...], form: str, language: str | None) -> int:
    room = context(ctx, language)
    coders: dict[str, Coder] = {language: room.coder(language) for language in LANGUAGES}
    folders = [room.folder("scorers", name) for name in names]
    folders = folders or [found.folder for found in room.shelf("scorers").found.values()]
    findings = {folder: check_skill(folder, coders) for folder in folders}
    return shown(findings, form, lambda folder: {"scorer": folder.name})


@command.command(
    "new",
    help=tell("Make a scorer of your own: declared in YAML, or with a class in Python."),
    epilog=examples("roleplay scorers new thanks --langs en,ro", "roleplay scorers new thanks --python --package --out ."),
)
@click.argument("name")
@click.option("--python", is_flag=True, help=tell("With a class in Python that decides."))
@LANGS
@OUT
@PACKAGE
@LANG
@click.pass_context
def new(ctx: click.Context, name: str, python: bool, langs: str | None, out: Path | None, package: bool, language: str | None) -> None:
    room = context(ctx, language)
    speaks, reader = spoken(langs), message_language(room.settings)

    def fill(folder: Path, identity: str) -> None:
        scaffold.scorer(folder, identity, languages=speaks, reader=reader, python=python)

    made(room, "scorers", name, out=out, package=package, fill=fill)
