"""New plugins as folders to begin with: a persona, a scorer, and the distribution around one.

What is written passes its check as it is and can be used at once. It comes from `roleplay/authoring/starters` or from another plugin's
folder, with its own name, the languages asked for, and comments in the language of who will write on. Every YAML file names its schema in
the first line; the schemas lie beside it.
"""

from __future__ import annotations

import re
import shutil
import textwrap
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from roleplay.authoring import schema
from roleplay.dialogue import LANGUAGES
from roleplay.errors import mark
from roleplay.wording import say

__all__ = ["STARTERS", "laid", "persona", "renamed", "scorer", "write"]

STARTERS = Path(__file__).with_name("starters")

_COMMENTS = {
    "persona": mark(
        "Who the persona is and what moves it. “roleplay personas check” tells what is wrong, “roleplay personas show” what others will see."
    ),
    "temperament": mark("What each behaviour of the one who practises does to tension and trust, from -0.5 to 0.5."),
    "yields_after": mark("How many acknowledged feelings it takes until what lies underneath is told."),
    "scenarios": mark("Where tension and trust begin, from 0 to 1; a good end “warms” or, for one who says no in the end, “declines”."),
    "sources": mark("Where your knowledge comes from: a work, and what it says, in your own words and in each language."),
    "lines": mark(
        "What the offline partner says. Put your own words in place of these, line by line; “roleplay personas check” tells what is missing. [he|she] varies with the gender of the one who practises, <he|she> with the persona’s; {you} is a word from vocatives; {quote} what was just said."
    ),
    "scorer": mark("A skill that is graded. “roleplay scorers check” tells what is wrong and whether the pairs in cases.yaml come out."),
    "next": mark("The one thing to try next time, when this skill is the weakest."),
    "amounts": mark(
        "The value: start, plus what each code that is there adds, minus what it costs, kept between 0 and 1. “roleplay code TEXT” shows the codes of a reply."
    ),
    "class": mark("The value comes from the class in scorer.py, beside this file."),
    "reasons": mark("Why the value is what it is: one text for each key."),
    "suggestions": mark("What to say instead; the first text counts whose {slots} can be filled; those with the same slots take turns."),
    "cases": mark("Minimal pairs: two replies to the same words that differ in the one thing that should move the score."),
}
_MARKER = re.compile(r"^#: (\w+)$", re.MULTILINE)
_HINT = "# yaml-language-server: $schema="
_FLOW = re.compile(r"\{((?:en|ro|ru): [^{}]*)\}")

PYTHON = '''"""{about}"""

from roleplay.codes import Code, Coding
from roleplay.dialogue import Exchange
from roleplay.scoring import Reason, Verdict, no_opportunity, scored


class Scorer:
    """{more}"""

    def score(self, exchange: Exchange, coding: Coding) -> Verdict:
        """{method}"""
        if exchange.reply.silent:
            return no_opportunity(Reason("no_opportunity"))
        gained = 0.5 * (Code.GRATITUDE in coding) + 0.3 * (Code.CARE in coding)
        lost = 0.25 * coding.blame
        marks = coding.of(Code.GRATITUDE, Code.CARE, Code.BLAME)
        reason = "cost" if lost else "gained" if gained else "plain"
        return scored(max(0.0, 0.2 + gained - lost), Reason(reason), marks, Reason("better") if reason != "gained" else None)
'''


def laid(place: Path, fill: Callable[[Path], None]) -> None:
    """Make the folder *place* by *fill*, whole or not at all. Raises `OSError`."""
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f".{place.name}.{uuid4().hex[:8]}")
    try:
        draft.mkdir()
        fill(draft)
        draft.rename(place)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def persona(folder: Path, name: str, *, origin: Path, languages: tuple[str, ...], reader: str) -> None:
    """Fill *folder* with the persona in *origin* as one called *name* that speaks *languages*; comments are for *reader*."""
    for path in sorted(origin.iterdir()):
        if path.suffix == ".j2":
            shutil.copyfile(path, folder / path.name)
        elif path.name == "persona.yaml":
            write(folder / path.name, renamed(_spoken(path.read_text("utf-8"), languages), "id", name), "persona", reader)
        elif path.name in {f"lines.{language}.yaml" for language in languages}:
            write(folder / path.name, renamed(path.read_text("utf-8"), "persona", name), "lines", reader)
    schema.write(folder / ".schemas", ("persona", "lines"))


def scorer(folder: Path, name: str, *, languages: tuple[str, ...], reader: str, python: bool = False) -> None:
    """Fill *folder* with a scorer called *name*: declared in YAML, or with a class in *python*."""
    for path in sorted((STARTERS / "scorer").glob("*.yaml")):
        text = _spoken(path.read_text("utf-8"), languages)
        if path.name == "scorer.yaml":
            text = renamed(text, "id", name)
            if python:
                text = re.sub(r"^#: amounts\n.*?\n\n", '#: class\nclass: "scorer:Scorer"\n\n', text, flags=re.DOTALL | re.MULTILINE)
        write(folder / path.name, text, path.stem, reader)
    if python:
        text = PYTHON.format(
            about=say(mark("A skill, graded reply by reply."), reader),
            more=say(mark("Change what it looks for; it sees the exchange and all its codes."), reader),
            method=say(mark("A value from 0 to 1 with a reason and what it rests on, or that there was no opportunity."), reader),
        )
        (folder / "scorer.py").write_text(text, "utf-8")
    schema.write(folder / ".schemas", ("scorer", "cases"))


def write(path: Path, text: str, kind: str, reader: str) -> None:
    """Write *text* to *path*, with its schema in the first line and its comments worded."""
    text = re.sub(rf"\A{re.escape(_HINT)}.*\n", "", text)
    path.write_text(f"{_HINT}.schemas/{kind}.json\n" + _MARKER.sub(lambda m: _comment(m[1], reader), text), "utf-8")


def _comment(key: str, reader: str) -> str:
    return textwrap.fill(say(_COMMENTS[key], reader), 118, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)


def renamed(text: str, key: str, name: str) -> str:
    """*text* of a YAML file with *name* at its top-level *key*."""
    return re.sub(rf"^{key}:.*$", f"{key}: {name}", text, count=1, flags=re.MULTILINE)


def _spoken(text: str, languages: tuple[str, ...]) -> str:
    """*text* without what it says in other languages: entries ``ro:`` with all that is below them, in blocks and in braces."""
    others = [language for language in LANGUAGES if language not in languages]
    if not others:
        return text
    text = re.sub(r"^languages:.*\n(?: *- .*\n)*", f"languages: [{', '.join(languages)}]\n", text, count=1, flags=re.MULTILINE)
    kept: list[str] = []
    deeper: int | None = None
    for line in text.splitlines(keepends=True):
        indent = len(line) - len(line.lstrip(" "))
        if deeper is not None and (not line.strip() or indent > deeper):
            continue
        deeper = indent if re.match(rf" +(?:{'|'.join(others)}):", line) else None
        if deeper is None:
            kept.append(_FLOW.sub(lambda m: _flow(m[1], others), line))
    return "".join(kept)


def _flow(entries: str, others: list[str]) -> str:
    """The entries between braces without those of *others*."""
    parts = re.findall(r'(\w+): ("(?:[^"\\]|\\.)*"|[^,]+)', entries)
    return "{" + ", ".join(f"{key}: {value.strip()}" for key, value in parts if key not in others) + "}"
