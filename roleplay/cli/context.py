"""What every command needs: the language of its messages, the settings, the store, and the plugins that can be used."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from roleplay.cli.homes import config_folder, data_folder
from roleplay.errors import Misconfigured, PluginInvalid, RoleplayError, Unusable, mark
from roleplay.inert import inert
from roleplay.persona import Persona
from roleplay.plugins import Found, Shelf, discover, own_words
from roleplay.scoring import Skill
from roleplay.settings import Settings, load
from roleplay.store import Store
from roleplay.wording import error_text, say

if TYPE_CHECKING:
    from roleplay.coders.rules import RuleCoder  # imported when a reply is coded
    from roleplay.models.limits import Budget

__all__ = ["Context", "complain", "context", "examples", "nearest", "note", "stumble", "tell"]

_speaking: list[str] = []


def message_language(settings: Settings | None = None) -> str:
    """The language of messages: a command's ``--lang``, else the settings', else the locale's, else English."""
    if _speaking:
        return _speaking[-1]
    chosen = settings.get("language") if settings is not None else os.environ.get("ROLEPLAY_LANGUAGE")
    if chosen in ("en", "ro", "ru"):
        return chosen
    if settings is None:
        try:
            return message_language(load(config_folder() / "config.toml", os.environ))
        except RoleplayError:
            pass
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")[:2].lower()
        if value:
            return value if value in ("ro", "ru") else "en"
    return "en"


def speak(language: str | None) -> None:
    """From now on messages are in *language*."""
    if language:
        _speaking[:] = [language]


def tell(message: str, **values: object) -> str:
    """*message* in the language of messages."""
    return say(message, message_language(), **values)


def examples(*commands: str) -> str:
    """The end of a command's help: how it is typed."""
    return "\b\n" + tell("Examples:") + "".join(f"\n  {command}" for command in commands)


def note(text: str) -> None:
    """Say something on standard error, made inert."""
    click.echo(inert(text), err=True)


def complain(error: RoleplayError) -> None:
    """One line for the user about *error*."""
    note("roleplay: " + " ".join(error_text(error, message_language()).split()))


def stumble(error: Exception) -> None:
    """One line about a fault of the program itself."""
    note(
        tell(
            "roleplay: this is a fault in roleplay ({error}); ROLEPLAY_DEBUG=1 shows where", error=f"{type(error).__name__}: {error}"[:200]
        )
    )


def nearest(word: str, words: Iterable[str]) -> str:
    """A did-you-mean for *word*, empty if nothing is near."""
    near = difflib.get_close_matches(word.replace("-", "_"), [w.replace("-", "_") for w in words], 1, 0.5)
    found = next((w for w in words if near and w.replace("-", "_") == near[0]), None)
    return tell(" (did you mean {near}?)", near=found) if found else ""


@dataclass(slots=True)
class Context:
    """The way from a name to a thing, for one run of the program."""

    settings: Settings
    store: Store
    folders: tuple[Path, ...]
    shipped_only: bool
    local_only: bool
    shelves: dict[str, Shelf] = field(default_factory=dict)
    coders: dict[str, RuleCoder] = field(default_factory=dict)
    read: dict[str, Skill] = field(default_factory=dict)
    budgets: list[Budget] = field(default_factory=list)
    missed: set[str] = field(default_factory=set)

    def shelf(self, kind: str) -> Shelf:
        """All plugins of *kind*, looked for once."""
        if kind not in self.shelves:
            self.shelves[kind] = discover(kind, self.folders, shipped_only=self.shipped_only)
        return self.shelves[kind]

    def own_words(self, language: str) -> tuple[Path, ...]:
        """The user's own word files for *language* that are there, in the order in which they are laid over what ships."""
        return own_words(self.folders, language)

    def coder(self, language: str) -> RuleCoder:
        """The rule coder of *language* with the user's own words, made once. Raises `Misconfigured` if their file is broken."""
        if language not in self.coders:
            from roleplay.coders.rules import RuleCoder

            files = self.own_words(language)
            if files:
                from roleplay.language.pack import extended

                self.coders[language] = RuleCoder(language, extended(language, files))
            else:
                self.coders[language] = RuleCoder(language)
        return self.coders[language]

    def budget(self) -> Budget | None:
        """What may be spent on models in this run, whoever asks them; None is no limit. Raises `Misconfigured`."""
        tokens, cost, rate = (self.settings.get(key) for key in ("budget", "max_cost", "price"))
        if tokens is None and cost is None:
            return None
        if not self.budgets:
            from roleplay.models.limits import Budget, price

            if cost is not None and rate is None:
                raise Misconfigured("max_cost needs a price: config set price SENT/GOT, what a million tokens cost, as in 0.15/0.60")
            money = None if cost is None else float(cost)
            self.budgets.append(Budget(None if tokens is None else int(float(tokens)), money, price(rate) if rate else None))
        return self.budgets[0]

    def find(self, kind: str, name: str) -> Found:
        """The plugin of *kind* called *name*, with ``-`` or ``_``. Raises `Unusable`, with a did-you-mean or the reason it is broken."""
        shelf = self.shelf(kind)
        wanted = name.replace("-", "_")
        if wanted in shelf.found:
            return shelf.found[wanted]
        for broken in shelf.broken:
            if broken.name.replace("-", "_") == wanted:
                raise Unusable("{name} cannot be used: {reason}; {fix}", name=name, reason=broken.reason, fix=broken.fix)
        message = mark("there is no persona {name}{near}; see: roleplay personas list")
        if kind == "scorers":
            message = mark("there is no scorer {name}{near}; see: roleplay scorers list")
        raise Unusable(message, name=name, near=nearest(name, shelf.found))

    def folder(self, kind: str, name: str) -> Path:
        """The folder at the path *name*, or that of the plugin of *kind* called so: a distribution's own folder, with no plugin right in
        it, is not meant.
        """
        from roleplay.plugins import MARKERS

        place = Path(name)
        plugin = (place / MARKERS[kind]).is_file() or name.replace("-", "_") not in self.shelf(kind).found
        return place if place.is_dir() and plugin else self.find(kind, name).folder

    def persona(self, name: str, languages: tuple[str, ...] | None = None) -> Persona:
        """The persona called *name* with the voices of *languages*. Raises `Unusable`, `PluginInvalid`."""
        from roleplay.catalog import load_persona

        return load_persona(self.find("personas", name).folder, languages)

    def miss(self, persona: str | None) -> None:
        """Say, once a run, that the *persona* of a talk is not installed; the talk is open all the same."""
        if persona and not self.has(persona) and persona not in self.missed:
            self.missed.add(persona)
            note(tell("persona {name} is not installed; its talks can be opened all the same", name=persona))

    def miss_scorers(self, path: Path) -> None:
        """Say, once a run, which scorers of the scorecard in the file of a talk are not installed; the talk is open all the same."""
        from roleplay.journal import graded_by

        for name in graded_by(path):
            if name not in self.shelf("scorers").found and f"scorer {name}" not in self.missed:
                self.missed.add(f"scorer {name}")
                note(tell("scorer {name} is not installed; what it said is kept in {path}", name=name, path=path.name))

    def has(self, persona: str) -> bool:
        """Whether there is a persona called *persona*, in order or not."""
        name, shelf = persona.replace("-", "_"), self.shelf("personas")
        return name in shelf.found or any(broken.name.replace("-", "_") == name for broken in shelf.broken)

    def skill(self, name: str) -> Skill:
        """The scorer called *name*, read once. Raises `Unusable`, `PluginInvalid`."""
        from roleplay.catalog import load_skill

        found = self.find("scorers", name)
        if found.name not in self.read:
            self.read[found.name] = load_skill(found.folder)
        return self.read[found.name]

    def skills(self, language: str | None = None, names: Iterable[str] | None = None, *, loud: bool = True) -> list[Skill]:
        """The scorers called *names*, or all that can be used; broken ones are said on standard error and left out.

        Raises `Unusable` for a name that is none, `PluginInvalid` for a broken one that was asked for by name.
        """
        if names is not None:
            return [self.skill(name) for name in dict.fromkeys(names)]
        skills = []
        for found in self.shelf("scorers").found.values():
            try:
                skill = self.skill(found.name)
            except PluginInvalid as error:
                if loud:
                    note(
                        tell(
                            "scorer {name} is left out: {reason} (see: roleplay doctor)",
                            name=found.name,
                            reason=error_text(error, message_language()),
                        )
                    )
                continue
            if language is None or language in skill.languages:
                skills.append(skill)
        order = {"listening": 0, "pauses": 1, "i_messages": 2, "blame_avoidance": 3}
        return sorted(skills, key=lambda skill: (order.get(skill.id, 9), skill.id))


def context(ctx: click.Context, language: str | None = None) -> Context:
    """The context of the command under way; *language* (its ``--lang``) becomes the language of messages."""
    given = ctx.find_root().obj or {}
    _speaking.clear()
    speak(language)
    settings = load(config_folder() / "config.toml", os.environ)
    speak(message_language(settings))
    folders = [config_folder()]
    for extra in (settings.get("plugins"), given.get("plugins")):
        if extra and not given.get("no_plugins"):
            if not Path(extra).is_dir():
                raise Unusable("there is no folder {path}", path=extra)
            folders.append(Path(extra))
    return Context(
        settings=settings,
        store=Store(data_folder()),
        folders=() if given.get("no_plugins") else tuple(dict.fromkeys(folders)),
        shipped_only=bool(given.get("no_plugins")),
        local_only=bool(given.get("local_only")),
    )


def to_stdout(text: str, *, end: str = "\n") -> None:
    """Write data to standard output as UTF-8, whatever the locale says."""
    sys.stdout.flush()
    sys.stdout.buffer.write((text + end).encode("utf-8", "replace"))
    sys.stdout.flush()
