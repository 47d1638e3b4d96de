"""``roleplay doctor``: what is installed, and what is broken and why."""

from __future__ import annotations

import json
import os
import platform
import stat
from dataclasses import dataclass
from pathlib import Path

import click

import roleplay
from roleplay.cli.context import Context, context, examples, message_language, tell, to_stdout
from roleplay.cli.inventory import KINDS, inventory
from roleplay.cli.personas import FORMAT
from roleplay.dialogue import LANGUAGES
from roleplay.errors import Misconfigured, RoleplayError
from roleplay.inert import inert
from roleplay.language.pack import extended
from roleplay.wording import error_text, worded

__all__ = ["command"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: *ok*, or not and why, and what to do."""

    what: str
    ok: bool
    detail: str
    fix: str = ""


@click.command(
    help=tell("Check the installation, the store, every plugin and your own word files; say what is broken and why."),
    epilog=examples("roleplay doctor --format json"),
)
@FORMAT
@click.pass_context
def command(ctx: click.Context, form: str) -> int:
    room = context(ctx)
    checks = [Check("roleplay", True, f"{roleplay.__version__}, Python {platform.python_version()}"), *_store(room)]
    for kind in KINDS:
        checks += _plugins(room, kind)
    checks += _words(room)
    if form == "json":
        to_stdout(
            json.dumps([{"what": c.what, "ok": c.ok, "detail": c.detail, "fix": c.fix} for c in checks], ensure_ascii=False, indent=2)
        )
    else:
        for c in checks:
            mark = tell("ok") if c.ok else tell("BROKEN")
            to_stdout(inert(f"{mark:<8} {c.what}: {c.detail}" + (f" → {c.fix}" if c.fix else ""), lines=False))
    return 0 if all(c.ok for c in checks) else 1


def _store(room: Context) -> list[Check]:
    try:
        folder = room.store.ready()
    except RoleplayError as error:
        return [Check("store", False, error_text(error, message_language()), tell("set ROLEPLAY_HOME to a folder of your own"))]
    mode = stat.S_IMODE(folder.stat().st_mode)
    private = os.name == "nt" or not mode & 0o077
    fix = "" if private else f"chmod 700 {folder}"
    return [Check("store", private, f"{folder} ({mode:o})", fix)]


def _plugins(room: Context, kind: str) -> list[Check]:
    """The plugins of *kind*: each persona and scorer by itself, the whole models and formats in one line."""
    one, found = kind.removesuffix("s"), list(inventory(room, kind))
    broken = [Check(f"{one} {each.name}", False, f"{each.origin}: {each.reason}", each.fix or "") for each in found if each.reason]
    whole = [each for each in found if not each.reason]
    if kind in ("models", "formats"):
        return [Check(kind, True, ", ".join(each.name for each in whole)), *broken] if whole else broken
    return [*(Check(f"{one} {each.name}", True, f"{each.version}, {each.origin}") for each in whole), *broken]


def _words(room: Context) -> list[Check]:
    """The user's own word files, each laid over those before it that are in order; and files there that no language has."""
    checks = []
    for language in LANGUAGES:
        whole: list[Path] = []
        for path in room.own_words(language):
            try:
                version = extended(language, [*whole, path]).version
            except Misconfigured as error:
                faults = error.values.get("faults")
                detail = f"{path}: {worded(faults, message_language())}" if faults else error_text(error, message_language())
                checks.append(Check(f"words {language}", False, detail, tell("mend the file, or leave it out with --no-plugins")))
            else:
                whole.append(path)
                checks.append(Check(f"words {language}", True, f"{version}, {path}"))
    names = [f"{language}.yaml" for language in LANGUAGES]
    for folder in room.folders:
        strays = [path for path in sorted((folder / "language").glob("[!.]*.y*ml")) if path.name not in names]
        checks += [
            Check(
                f"words {path.stem}", False, tell("{path}: is for no language", path=path), tell("call it {names}", names=" | ".join(names))
            )
            for path in strays
        ]
    return checks
